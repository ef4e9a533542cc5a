"""What an alliance's standing keeps of its people follows what they learn: see `alliances.core.models.ours`."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0003_questions_as_blocks"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="learningrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="standing_when_learned",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"event\" = 'completed')",
                    func="PERFORM FROM alliances_standing AS one WHERE one.alliance_id IN (SELECT alliance_id FROM alliances_member WHERE side = 'ours' AND person_id IN (SELECT person_id FROM people_user WHERE id = NEW.user_id)) ORDER BY one.alliance_id FOR UPDATE; \nUPDATE alliances_standing AS one SET (our_people, our_managers, our_sponsors, our_trained) = (\n    SELECT count(DISTINCT member.person_id), count(*) FILTER (WHERE \nEXISTS (\n    SELECT FROM people_person AS person JOIN vocabulary_function AS function ON function.id = person.function_id\n    WHERE person.id = member.person_id AND function.code = 'alliance_management'\n) OR EXISTS (\n    SELECT FROM alliances_member AS other JOIN vocabulary_alliancerole AS managing ON managing.id = other.role_id\n    WHERE other.person_id = member.person_id AND other.side = 'ours' AND managing.code = 'alliance_manager'\n)\n),\n        count(*) FILTER (WHERE role.access = 'sponsor'), count(*) FILTER (WHERE \nEXISTS (\n    SELECT FROM training_learningrecord AS learned JOIN people_user AS learner ON learner.id = learned.user_id\n    WHERE learner.person_id = member.person_id AND learned.event = 'completed'\n)\n)\n    FROM alliances_member AS member JOIN vocabulary_alliancerole AS role ON role.id = member.role_id\n    WHERE member.alliance_id = one.alliance_id AND member.side = 'ours'\n)\n WHERE one.alliance_id IN (SELECT alliance_id FROM alliances_member WHERE side = 'ours' AND person_id IN (SELECT person_id FROM people_user WHERE id = NEW.user_id)); RETURN NULL;",
                    hash="d695daad9754f35c0e94b998c7dee17146056631",
                    operation="INSERT",
                    pgid="pgtrigger_standing_when_learned_69239",
                    table="training_learningrecord",
                    when="AFTER",
                ),
            ),
        ),
    ]
