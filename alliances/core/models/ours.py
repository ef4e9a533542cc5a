"""Who of ours is on an alliance, as far as the dashboard counts it: kept by triggers in `Standing`.

To ask it of 50,000 roles anew was the dearest part of the page. Whoever manages one alliance manages alliances, so a
role counts on every alliance of its person.
"""

import pgtrigger

from coe_hub.people.models import Person, User
from coe_hub.vocabulary.models import AllianceRole, Function
from training.models import LearningRecord

# Codes of the role on an alliance, and of the function that somebody works in, by which they manage alliances.
MANAGING_ROLE, MANAGING_FUNCTION = "alliance_manager", "alliance_management"

_MANAGES = f"""
EXISTS (
    SELECT FROM people_person AS person JOIN vocabulary_function AS function ON function.id = person.function_id
    WHERE person.id = member.person_id AND function.code = '{MANAGING_FUNCTION}'
) OR EXISTS (
    SELECT FROM alliances_member AS other JOIN vocabulary_alliancerole AS managing ON managing.id = other.role_id
    WHERE other.person_id = member.person_id AND other.side = 'ours' AND managing.code = '{MANAGING_ROLE}'
)
"""  # noqa: S608  CONFIG: put together from constants of this module
_IS_TRAINED = """
EXISTS (
    SELECT FROM training_learningrecord AS learned JOIN people_user AS learner ON learner.id = learned.user_id
    WHERE learner.person_id = member.person_id AND learned.event = 'completed'
)
"""
ALL_ANEW = f"""
UPDATE alliances_standing AS one SET (our_people, our_managers, our_sponsors, our_trained) = (
    SELECT count(DISTINCT member.person_id), count(*) FILTER (WHERE {_MANAGES}),
        count(*) FILTER (WHERE role.access = 'sponsor'), count(*) FILTER (WHERE {_IS_TRAINED})
    FROM alliances_member AS member JOIN vocabulary_alliancerole AS role ON role.id = member.role_id
    WHERE member.alliance_id = one.alliance_id AND member.side = 'ours'
)
"""  # noqa: S608  CONFIG: put together from constants of this module


def _anew(alliances: str) -> str:
    """Of the alliances whose ids that SELECT finds. They are locked first, so that of two who write at once the second
    counts what the first wrote."""
    of = f"one.alliance_id IN ({alliances})"
    lock = f"PERFORM FROM alliances_standing AS one WHERE {of} ORDER BY one.alliance_id FOR UPDATE"
    return f"{lock}; {ALL_ANEW} WHERE {of}; RETURN NULL;"


def _of_people(people: str) -> str:
    return f"SELECT alliance_id FROM alliances_member WHERE side = 'ours' AND person_id IN ({people})"  # noqa: S608  CONFIG: constants


def _of_roles(roles: str) -> str:
    """The alliances of these roles, and of whoever manages alliances by one of them."""
    managing = f"SELECT id FROM vocabulary_alliancerole WHERE code = '{MANAGING_ROLE}'"  # noqa: S608  CONFIG: constants
    managers = f"SELECT person_id FROM ({roles}) AS changed WHERE role_id IN ({managing})"  # noqa: S608  CONFIG: constants
    return f"SELECT alliance_id FROM ({roles}) AS changed UNION {_of_people(managers)}"  # noqa: S608  CONFIG: constants


def when_named() -> tuple[pgtrigger.Trigger, ...]:
    """Of alliances on which somebody gets a role, has another, or none any more. Imports name many at once."""
    named = pgtrigger.Trigger(
        name="standing_when_named",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="named"),
        func=_anew(_of_roles("SELECT alliance_id, person_id, role_id FROM named")),
    )
    rows = " UNION ALL ".join(f"SELECT {row}.alliance_id, {row}.person_id, {row}.role_id" for row in ("OLD", "NEW"))
    changed = pgtrigger.Trigger(
        name="standing_when_role_changes",
        when=pgtrigger.After,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=_anew(_of_roles(rows)),
    )
    return named, changed


# On tables of rooms below, which know no alliances.
pgtrigger.register(
    pgtrigger.Trigger(
        name="standing_when_function_changes",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("function_id"),
        condition=pgtrigger.AnyChange("function"),
        func=_anew(_of_people("NEW.id")),
    )
)(Person)
pgtrigger.register(
    pgtrigger.Trigger(
        name="standing_when_other_person",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("person_id"),
        condition=pgtrigger.AnyChange("person"),
        func=_anew(_of_people("OLD.person_id, NEW.person_id")),
    )
)(User)
pgtrigger.register(
    pgtrigger.Trigger(
        name="standing_when_learned",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__event="completed"),
        func=_anew(_of_people("SELECT person_id FROM people_user WHERE id = NEW.user_id")),
    )
)(LearningRecord)
for _word, _columns in ((Function, ("code",)), (AllianceRole, ("code", "access"))):
    pgtrigger.register(
        pgtrigger.Trigger(
            name="standing_when_word_changes",
            when=pgtrigger.After,
            operation=pgtrigger.UpdateOf(*_columns),
            condition=pgtrigger.AnyChange(*_columns),
            func=_anew("SELECT alliance_id FROM alliances_standing"),
        )
    )(_word)
