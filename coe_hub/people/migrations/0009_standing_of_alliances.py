"""Whether an alliance is open is kept by the database, whatever table it follows from."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_second_factors"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="scope",
            trigger=pgtrigger.compiler.Trigger(
                name="standing_when_opened",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind"))',
                    func="\nUPDATE alliances_standing AS one SET\n    is_open = (SELECT kind = 'open' FROM people_scope WHERE id = alliance.scope_id),\n    stage_since = (SELECT max(on_date) FROM alliances_stagechange WHERE alliance_id = alliance.id),\n    phase_since = (\n        SELECT min(came.on_date) FROM alliances_stagechange AS came\n        WHERE came.alliance_id = alliance.id AND (SELECT phase FROM vocabulary_stage WHERE id = came.stage_id) = (SELECT phase FROM vocabulary_stage WHERE id = alliance.stage_id)\n            AND NOT EXISTS (\n                SELECT FROM alliances_stagechange AS later\n                WHERE later.alliance_id = alliance.id AND (later.on_date, later.id) > (came.on_date, came.id)\n                    AND (SELECT phase FROM vocabulary_stage WHERE id = later.stage_id) <> (SELECT phase FROM vocabulary_stage WHERE id = alliance.stage_id)\n            )\n    )\nFROM alliances_alliance AS alliance WHERE one.alliance_id = alliance.id\n AND alliance.scope_id = NEW.id; RETURN NULL;",
                    hash="8feec095079b327792b3e5310137e872f7e27e72",
                    operation='UPDATE OF "kind"',
                    pgid="pgtrigger_standing_when_opened_2676e",
                    table="people_scope",
                    when="AFTER",
                ),
            ),
        ),
    ]
