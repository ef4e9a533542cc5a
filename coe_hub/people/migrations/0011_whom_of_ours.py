"""What an alliance's standing keeps of its people follows them: see `alliances.core.models.ours`."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0010_rows_together"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="standing_when_function_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."function_id" IS DISTINCT FROM (NEW."function_id"))',
                    func="PERFORM FROM alliances_standing AS one WHERE one.alliance_id IN (SELECT alliance_id FROM alliances_member WHERE side = 'ours' AND person_id IN (NEW.id)) ORDER BY one.alliance_id FOR UPDATE; \nUPDATE alliances_standing AS one SET (our_people, our_managers, our_sponsors, our_trained) = (\n    SELECT count(DISTINCT member.person_id), count(*) FILTER (WHERE \nEXISTS (\n    SELECT FROM people_person AS person JOIN vocabulary_function AS function ON function.id = person.function_id\n    WHERE person.id = member.person_id AND function.code = 'alliance_management'\n) OR EXISTS (\n    SELECT FROM alliances_member AS other JOIN vocabulary_alliancerole AS managing ON managing.id = other.role_id\n    WHERE other.person_id = member.person_id AND other.side = 'ours' AND managing.code = 'alliance_manager'\n)\n),\n        count(*) FILTER (WHERE role.access = 'sponsor'), count(*) FILTER (WHERE \nEXISTS (\n    SELECT FROM training_learningrecord AS learned JOIN people_user AS learner ON learner.id = learned.user_id\n    WHERE learner.person_id = member.person_id AND learned.event = 'completed'\n)\n)\n    FROM alliances_member AS member JOIN vocabulary_alliancerole AS role ON role.id = member.role_id\n    WHERE member.alliance_id = one.alliance_id AND member.side = 'ours'\n)\n WHERE one.alliance_id IN (SELECT alliance_id FROM alliances_member WHERE side = 'ours' AND person_id IN (NEW.id)); RETURN NULL;",
                    hash="636a7938defad74880a5dbefa67be0fa611f5c0e",
                    operation='UPDATE OF "function_id"',
                    pgid="pgtrigger_standing_when_function_changes_c538b",
                    table="people_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="standing_when_other_person",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."person_id" IS DISTINCT FROM (NEW."person_id"))',
                    func="PERFORM FROM alliances_standing AS one WHERE one.alliance_id IN (SELECT alliance_id FROM alliances_member WHERE side = 'ours' AND person_id IN (OLD.person_id, NEW.person_id)) ORDER BY one.alliance_id FOR UPDATE; \nUPDATE alliances_standing AS one SET (our_people, our_managers, our_sponsors, our_trained) = (\n    SELECT count(DISTINCT member.person_id), count(*) FILTER (WHERE \nEXISTS (\n    SELECT FROM people_person AS person JOIN vocabulary_function AS function ON function.id = person.function_id\n    WHERE person.id = member.person_id AND function.code = 'alliance_management'\n) OR EXISTS (\n    SELECT FROM alliances_member AS other JOIN vocabulary_alliancerole AS managing ON managing.id = other.role_id\n    WHERE other.person_id = member.person_id AND other.side = 'ours' AND managing.code = 'alliance_manager'\n)\n),\n        count(*) FILTER (WHERE role.access = 'sponsor'), count(*) FILTER (WHERE \nEXISTS (\n    SELECT FROM training_learningrecord AS learned JOIN people_user AS learner ON learner.id = learned.user_id\n    WHERE learner.person_id = member.person_id AND learned.event = 'completed'\n)\n)\n    FROM alliances_member AS member JOIN vocabulary_alliancerole AS role ON role.id = member.role_id\n    WHERE member.alliance_id = one.alliance_id AND member.side = 'ours'\n)\n WHERE one.alliance_id IN (SELECT alliance_id FROM alliances_member WHERE side = 'ours' AND person_id IN (OLD.person_id, NEW.person_id)); RETURN NULL;",
                    hash="4f81426a7c8dbd2115bc22d3a3ac5817b75c7925",
                    operation='UPDATE OF "person_id"',
                    pgid="pgtrigger_standing_when_other_person_9c63a",
                    table="people_user",
                    when="AFTER",
                ),
            ),
        ),
    ]
