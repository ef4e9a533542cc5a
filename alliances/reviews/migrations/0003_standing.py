"""What an alliance's reviews come to is kept by the database."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from alliances.reviews.models.standing import ALL_ANEW


class Migration(migrations.Migration):
    dependencies = [
        ("alliances", "0013_standing"),
        ("reviews", "0002_finding"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="standing_when_reviewed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nUPDATE alliances_standing AS one SET\n    last_outcome = COALESCE((SELECT outcome FROM alliances_review WHERE alliance_id = one.alliance_id ORDER BY held_on DESC, id DESC LIMIT 1), ''),\n    former_outcome = COALESCE((SELECT outcome FROM alliances_review WHERE alliance_id = one.alliance_id ORDER BY held_on DESC, id DESC LIMIT 1 OFFSET 1), ''),\n    last_held_on = (SELECT max(held_on) FROM alliances_review WHERE alliance_id = one.alliance_id),\n    at_risk_since = (\n        SELECT min(risky.held_on) FROM alliances_review AS risky\n        WHERE risky.alliance_id = one.alliance_id AND risky.outcome = 'at_risk' AND NOT EXISTS (\n            SELECT FROM alliances_review AS better\n            WHERE better.alliance_id = one.alliance_id AND better.outcome <> 'at_risk'\n                AND (better.held_on, better.id) > (risky.held_on, risky.id)\n        )\n    )\n WHERE one.alliance_id IN (NEW.alliance_id, OLD.alliance_id); RETURN NULL;",
                    hash="c466843736524a9708da67278ade014706d3ee97",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_standing_when_reviewed_10f6f",
                    table="alliances_review",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(ALL_ANEW, migrations.RunSQL.noop),
    ]
