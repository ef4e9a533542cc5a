"""What an alliance's standing keeps of its people follows words: see `alliances.core.models.ours`."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("vocabulary", "0005_standing_of_alliances"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="alliancerole",
            trigger=pgtrigger.compiler.Trigger(
                name="standing_when_word_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."access" IS DISTINCT FROM (NEW."access") OR OLD."code" IS DISTINCT FROM (NEW."code"))',
                    func="PERFORM FROM alliances_standing AS one WHERE one.alliance_id IN (SELECT alliance_id FROM alliances_standing) ORDER BY one.alliance_id FOR UPDATE; \nUPDATE alliances_standing AS one SET (our_people, our_managers, our_sponsors, our_trained) = (\n    SELECT count(DISTINCT member.person_id), count(*) FILTER (WHERE \nEXISTS (\n    SELECT FROM people_person AS person JOIN vocabulary_function AS function ON function.id = person.function_id\n    WHERE person.id = member.person_id AND function.code = 'alliance_management'\n) OR EXISTS (\n    SELECT FROM alliances_member AS other JOIN vocabulary_alliancerole AS managing ON managing.id = other.role_id\n    WHERE other.person_id = member.person_id AND other.side = 'ours' AND managing.code = 'alliance_manager'\n)\n),\n        count(*) FILTER (WHERE role.access = 'sponsor'), count(*) FILTER (WHERE \nEXISTS (\n    SELECT FROM training_learningrecord AS learned JOIN people_user AS learner ON learner.id = learned.user_id\n    WHERE learner.person_id = member.person_id AND learned.event = 'completed'\n)\n)\n    FROM alliances_member AS member JOIN vocabulary_alliancerole AS role ON role.id = member.role_id\n    WHERE member.alliance_id = one.alliance_id AND member.side = 'ours'\n)\n WHERE one.alliance_id IN (SELECT alliance_id FROM alliances_standing); RETURN NULL;",
                    hash="bb0424d152a555865b1e1082a20b6e706a82f266",
                    operation='UPDATE OF "code", "access"',
                    pgid="pgtrigger_standing_when_word_changes_2b855",
                    table="vocabulary_alliancerole",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="function",
            trigger=pgtrigger.compiler.Trigger(
                name="standing_when_word_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code"))',
                    func="PERFORM FROM alliances_standing AS one WHERE one.alliance_id IN (SELECT alliance_id FROM alliances_standing) ORDER BY one.alliance_id FOR UPDATE; \nUPDATE alliances_standing AS one SET (our_people, our_managers, our_sponsors, our_trained) = (\n    SELECT count(DISTINCT member.person_id), count(*) FILTER (WHERE \nEXISTS (\n    SELECT FROM people_person AS person JOIN vocabulary_function AS function ON function.id = person.function_id\n    WHERE person.id = member.person_id AND function.code = 'alliance_management'\n) OR EXISTS (\n    SELECT FROM alliances_member AS other JOIN vocabulary_alliancerole AS managing ON managing.id = other.role_id\n    WHERE other.person_id = member.person_id AND other.side = 'ours' AND managing.code = 'alliance_manager'\n)\n),\n        count(*) FILTER (WHERE role.access = 'sponsor'), count(*) FILTER (WHERE \nEXISTS (\n    SELECT FROM training_learningrecord AS learned JOIN people_user AS learner ON learner.id = learned.user_id\n    WHERE learner.person_id = member.person_id AND learned.event = 'completed'\n)\n)\n    FROM alliances_member AS member JOIN vocabulary_alliancerole AS role ON role.id = member.role_id\n    WHERE member.alliance_id = one.alliance_id AND member.side = 'ours'\n)\n WHERE one.alliance_id IN (SELECT alliance_id FROM alliances_standing); RETURN NULL;",
                    hash="1cb949d8c70039f7ca36e779c0fd464f47c7a198",
                    operation='UPDATE OF "code"',
                    pgid="pgtrigger_standing_when_word_changes_5c353",
                    table="vocabulary_function",
                    when="AFTER",
                ),
            ),
        ),
    ]
