"""Since when an alliance is in its phase is kept by the database, whatever table it follows from."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("vocabulary", "0004_committee_kinds"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="stage",
            trigger=pgtrigger.compiler.Trigger(
                name="standing_when_phase_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."phase" IS DISTINCT FROM (NEW."phase"))',
                    func="\n            \nUPDATE alliances_standing AS one SET\n    is_open = (SELECT kind = 'open' FROM people_scope WHERE id = alliance.scope_id),\n    stage_since = (SELECT max(on_date) FROM alliances_stagechange WHERE alliance_id = alliance.id),\n    phase_since = (\n        SELECT min(came.on_date) FROM alliances_stagechange AS came\n        WHERE came.alliance_id = alliance.id AND (SELECT phase FROM vocabulary_stage WHERE id = came.stage_id) = (SELECT phase FROM vocabulary_stage WHERE id = alliance.stage_id)\n            AND NOT EXISTS (\n                SELECT FROM alliances_stagechange AS later\n                WHERE later.alliance_id = alliance.id AND (later.on_date, later.id) > (came.on_date, came.id)\n                    AND (SELECT phase FROM vocabulary_stage WHERE id = later.stage_id) <> (SELECT phase FROM vocabulary_stage WHERE id = alliance.stage_id)\n            )\n    )\nFROM alliances_alliance AS alliance WHERE one.alliance_id = alliance.id\n AND alliance.id IN (SELECT alliance_id FROM alliances_stagechange WHERE stage_id = NEW.id);\n            RETURN NULL;\n        ",
                    hash="f19dd071b7e8decbd5a106ad01bd9a38d9e052ac",
                    operation='UPDATE OF "phase"',
                    pgid="pgtrigger_standing_when_phase_changes_5d7c8",
                    table="vocabulary_stage",
                    when="AFTER",
                ),
            ),
        ),
    ]
