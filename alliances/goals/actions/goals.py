"""What can be done with a goal: write it down, change it, reach it, give it up, open it again."""

from collections.abc import Collection
from datetime import date
from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from alliances.core.participants import side_on
from alliances.goals.models import Goal, GoalValues, Signatory
from coe_hub.lib.editing import set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record, save_record
from coe_hub.people.models import Person, User

_CLOSING = ["reached_on", "given_up_on", "closing_note"]


@transaction.atomic
def set_goal(*, alliance: Alliance, by: User, people: Collection[Person], **values: Unpack[GoalValues]) -> Goal:
    """Write a goal down, with those named to sign it off. Raises `ValidationError` where a value is refused."""
    goal = Goal(alliance=alliance, by=by)
    set_values(goal, values)
    goal.full_clean()
    goal.save()
    _name_signatories(goal, people)
    return goal


@transaction.atomic
def edit_goal(*, goal: Goal, version: int, people: Collection[Person], **values: Unpack[GoalValues]) -> None:
    """Change an open goal, and who signs it. What was signed stays on record, and is outdated where words differ.

    Raises `LostUpdateError` where it was saved since `version`, `DomainError` where it is reached or given up.
    """
    if not goal.is_open:
        raise DomainError(_("This goal is closed. Open it again to change it."))
    said = [getattr(goal, name) for name in Goal.EDITABLE]
    fields = set_values(goal, values)
    goal.full_clean()
    save_record(goal, fields=fields, version=version)
    _name_signatories(goal, people)
    if said != [getattr(goal, name) for name in Goal.EDITABLE]:
        goal.signatories.update(asked_at=None)  # nobody was asked for these words yet


@transaction.atomic
def reach_goal(*, goal: Goal, on: date, note: str = "") -> None:
    """It is reached since that day. Raises `DomainError` where it is closed already."""
    _close(goal, reached_on=on, note=note)


@transaction.atomic
def give_up_goal(*, goal: Goal, because: str) -> None:
    """It is not pursued any more. Raises `DomainError` without a reason, or where it is closed already."""
    if not because:
        raise DomainError(_("Say why it is given up."), field="note")
    _close(goal, given_up_on=timezone.localdate(), note=because)


@transaction.atomic
def reopen_goal(*, goal: Goal) -> None:
    """Take back that it was reached or given up; an open one stays as it is."""
    lock_record(goal)
    if not goal.is_open:
        goal.reached_on, goal.given_up_on, goal.closing_note = None, None, ""
        goal.full_clean()
        save_record(goal, fields=_CLOSING)


def _close(goal: Goal, *, note: str, reached_on: date | None = None, given_up_on: date | None = None) -> None:
    lock_record(goal)
    if not goal.is_open:
        raise DomainError(_("This goal is closed already."))
    goal.reached_on, goal.given_up_on, goal.closing_note = reached_on, given_up_on, note
    goal.full_clean()
    save_record(goal, fields=_CLOSING)


def _name_signatories(goal: Goal, people: Collection[Person]) -> None:
    """Let these, and nobody else, be named to sign. What somebody signed who is named no more stays on record."""
    present = {one.person_id: one for one in goal.signatories.all()}
    wanted = {person.pk: person for person in people}
    for pk, row in present.items():
        if pk not in wanted:
            row.delete()
    for pk, person in wanted.items():
        if pk not in present:
            row = Signatory(goal=goal, person=person, side=side_on(goal.alliance, person))
            row.full_clean()
            row.save()
