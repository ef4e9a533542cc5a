"""Who of ours is on an alliance is kept by the database, as far as the dashboard counts it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from alliances.core.models.ours import ALL_ANEW


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0011_whom_of_ours"),
        ("training", "0004_whom_of_ours"),
        ("vocabulary", "0006_whom_of_ours"),
        ("alliances", "0016_rows_together"),
    ]

    operations = [
        migrations.AddField(
            model_name="standing",
            name="our_managers",
            field=models.PositiveSmallIntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name="standing",
            name="our_people",
            field=models.PositiveSmallIntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name="standing",
            name="our_sponsors",
            field=models.PositiveSmallIntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name="standing",
            name="our_trained",
            field=models.PositiveSmallIntegerField(db_default=0),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="standing_when_named",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM FROM alliances_standing AS one WHERE one.alliance_id IN (SELECT alliance_id FROM (SELECT alliance_id, person_id, role_id FROM named) AS changed UNION SELECT alliance_id FROM alliances_member WHERE side = 'ours' AND person_id IN (SELECT person_id FROM (SELECT alliance_id, person_id, role_id FROM named) AS changed WHERE role_id IN (SELECT id FROM vocabulary_alliancerole WHERE code = 'alliance_manager'))) ORDER BY one.alliance_id FOR UPDATE; \nUPDATE alliances_standing AS one SET (our_people, our_managers, our_sponsors, our_trained) = (\n    SELECT count(DISTINCT member.person_id), count(*) FILTER (WHERE \nEXISTS (\n    SELECT FROM people_person AS person JOIN vocabulary_function AS function ON function.id = person.function_id\n    WHERE person.id = member.person_id AND function.code = 'alliance_management'\n) OR EXISTS (\n    SELECT FROM alliances_member AS other JOIN vocabulary_alliancerole AS managing ON managing.id = other.role_id\n    WHERE other.person_id = member.person_id AND other.side = 'ours' AND managing.code = 'alliance_manager'\n)\n),\n        count(*) FILTER (WHERE role.access = 'sponsor'), count(*) FILTER (WHERE \nEXISTS (\n    SELECT FROM training_learningrecord AS learned JOIN people_user AS learner ON learner.id = learned.user_id\n    WHERE learner.person_id = member.person_id AND learned.event = 'completed'\n)\n)\n    FROM alliances_member AS member JOIN vocabulary_alliancerole AS role ON role.id = member.role_id\n    WHERE member.alliance_id = one.alliance_id AND member.side = 'ours'\n)\n WHERE one.alliance_id IN (SELECT alliance_id FROM (SELECT alliance_id, person_id, role_id FROM named) AS changed UNION SELECT alliance_id FROM alliances_member WHERE side = 'ours' AND person_id IN (SELECT person_id FROM (SELECT alliance_id, person_id, role_id FROM named) AS changed WHERE role_id IN (SELECT id FROM vocabulary_alliancerole WHERE code = 'alliance_manager'))); RETURN NULL;",
                    hash="1bb66300e21b1c6c39d4391c60959bde47e48462",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_standing_when_named_8209d",
                    referencing="REFERENCING NEW TABLE AS named ",
                    table="alliances_member",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="standing_when_role_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM FROM alliances_standing AS one WHERE one.alliance_id IN (SELECT alliance_id FROM (SELECT OLD.alliance_id, OLD.person_id, OLD.role_id UNION ALL SELECT NEW.alliance_id, NEW.person_id, NEW.role_id) AS changed UNION SELECT alliance_id FROM alliances_member WHERE side = 'ours' AND person_id IN (SELECT person_id FROM (SELECT OLD.alliance_id, OLD.person_id, OLD.role_id UNION ALL SELECT NEW.alliance_id, NEW.person_id, NEW.role_id) AS changed WHERE role_id IN (SELECT id FROM vocabulary_alliancerole WHERE code = 'alliance_manager'))) ORDER BY one.alliance_id FOR UPDATE; \nUPDATE alliances_standing AS one SET (our_people, our_managers, our_sponsors, our_trained) = (\n    SELECT count(DISTINCT member.person_id), count(*) FILTER (WHERE \nEXISTS (\n    SELECT FROM people_person AS person JOIN vocabulary_function AS function ON function.id = person.function_id\n    WHERE person.id = member.person_id AND function.code = 'alliance_management'\n) OR EXISTS (\n    SELECT FROM alliances_member AS other JOIN vocabulary_alliancerole AS managing ON managing.id = other.role_id\n    WHERE other.person_id = member.person_id AND other.side = 'ours' AND managing.code = 'alliance_manager'\n)\n),\n        count(*) FILTER (WHERE role.access = 'sponsor'), count(*) FILTER (WHERE \nEXISTS (\n    SELECT FROM training_learningrecord AS learned JOIN people_user AS learner ON learner.id = learned.user_id\n    WHERE learner.person_id = member.person_id AND learned.event = 'completed'\n)\n)\n    FROM alliances_member AS member JOIN vocabulary_alliancerole AS role ON role.id = member.role_id\n    WHERE member.alliance_id = one.alliance_id AND member.side = 'ours'\n)\n WHERE one.alliance_id IN (SELECT alliance_id FROM (SELECT OLD.alliance_id, OLD.person_id, OLD.role_id UNION ALL SELECT NEW.alliance_id, NEW.person_id, NEW.role_id) AS changed UNION SELECT alliance_id FROM alliances_member WHERE side = 'ours' AND person_id IN (SELECT person_id FROM (SELECT OLD.alliance_id, OLD.person_id, OLD.role_id UNION ALL SELECT NEW.alliance_id, NEW.person_id, NEW.role_id) AS changed WHERE role_id IN (SELECT id FROM vocabulary_alliancerole WHERE code = 'alliance_manager'))); RETURN NULL;",
                    hash="db1c0ad6f1e1034f06840dbe527e291e94e7a428",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_standing_when_role_changes_94482",
                    table="alliances_member",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(ALL_ANEW, migrations.RunSQL.noop),
    ]
