"""How an alliance stands, by its stages and its scope, is kept by the database."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from alliances.core.models.standing import ALL_ANEW


class Migration(migrations.Migration):
    dependencies = [
        ("alliances", "0012_tags"),
        ("attachments", "0002_found_by_search"),
        ("people", "0009_standing_of_alliances"),
        ("vocabulary", "0005_standing_of_alliances"),
    ]

    operations = [
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "alliance",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="standing",
                        serialize=False,
                        to="alliances.alliance",
                    ),
                ),
                ("is_open", models.BooleanField()),
                ("stage_since", models.DateField(null=True)),
                ("phase_since", models.DateField(null=True)),
                ("last_outcome", models.CharField(db_default="", max_length=8)),
                ("former_outcome", models.CharField(db_default="", max_length=8)),
                ("last_held_on", models.DateField(null=True)),
                ("at_risk_since", models.DateField(null=True)),
            ],
        ),
        migrations.AddIndex(
            model_name="alliance",
            index=models.Index(
                fields=["id"],
                include=(
                    "scope",
                    "stage",
                    "alliance_type",
                    "lead",
                    "archived_at",
                    "ends_on",
                    "next_review_on",
                    "sort_key",
                ),
                name="alliance_in_short",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="alliance",
            trigger=pgtrigger.compiler.Trigger(
                name="standing_when_moved",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'INSERT' THEN \nINSERT INTO alliances_standing (alliance_id, is_open) SELECT id, (SELECT kind = 'open' FROM people_scope WHERE id = alliance.scope_id)\nFROM alliances_alliance AS alliance\n WHERE id = NEW.id;\n            ELSIF NEW.stage_id <> OLD.stage_id OR NEW.scope_id <> OLD.scope_id THEN \nUPDATE alliances_standing AS one SET\n    is_open = (SELECT kind = 'open' FROM people_scope WHERE id = alliance.scope_id),\n    stage_since = (SELECT max(on_date) FROM alliances_stagechange WHERE alliance_id = alliance.id),\n    phase_since = (\n        SELECT min(came.on_date) FROM alliances_stagechange AS came\n        WHERE came.alliance_id = alliance.id AND (SELECT phase FROM vocabulary_stage WHERE id = came.stage_id) = (SELECT phase FROM vocabulary_stage WHERE id = alliance.stage_id)\n            AND NOT EXISTS (\n                SELECT FROM alliances_stagechange AS later\n                WHERE later.alliance_id = alliance.id AND (later.on_date, later.id) > (came.on_date, came.id)\n                    AND (SELECT phase FROM vocabulary_stage WHERE id = later.stage_id) <> (SELECT phase FROM vocabulary_stage WHERE id = alliance.stage_id)\n            )\n    )\nFROM alliances_alliance AS alliance WHERE one.alliance_id = alliance.id\n AND alliance.id = NEW.id;\n            END IF;\n            RETURN NULL;\n        ",
                    hash="a0fd166a32cea117c1af5a3aa3372b2d583b76d3",
                    operation='INSERT OR UPDATE OF "stage_id", "scope_id"',
                    pgid="pgtrigger_standing_when_moved_31b8b",
                    table="alliances_alliance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stagechange",
            trigger=pgtrigger.compiler.Trigger(
                name="standing_when_stage_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nUPDATE alliances_standing AS one SET\n    is_open = (SELECT kind = 'open' FROM people_scope WHERE id = alliance.scope_id),\n    stage_since = (SELECT max(on_date) FROM alliances_stagechange WHERE alliance_id = alliance.id),\n    phase_since = (\n        SELECT min(came.on_date) FROM alliances_stagechange AS came\n        WHERE came.alliance_id = alliance.id AND (SELECT phase FROM vocabulary_stage WHERE id = came.stage_id) = (SELECT phase FROM vocabulary_stage WHERE id = alliance.stage_id)\n            AND NOT EXISTS (\n                SELECT FROM alliances_stagechange AS later\n                WHERE later.alliance_id = alliance.id AND (later.on_date, later.id) > (came.on_date, came.id)\n                    AND (SELECT phase FROM vocabulary_stage WHERE id = later.stage_id) <> (SELECT phase FROM vocabulary_stage WHERE id = alliance.stage_id)\n            )\n    )\nFROM alliances_alliance AS alliance WHERE one.alliance_id = alliance.id\n AND alliance.id IN (NEW.alliance_id, OLD.alliance_id); RETURN NULL;",
                    hash="881deefa89aaa8da5ae0f6b3522745014a6ae86c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_standing_when_stage_changes_76bc7",
                    table="alliances_stagechange",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(ALL_ANEW, migrations.RunSQL.noop),
    ]
