"""Trigger events: writing one down, and the steps that move its day, with all that is counted from it."""

from datetime import date
from enum import StrEnum
from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from alliances.obligations.models import EventValues, Obligation, TriggerEvent
from alliances.obligations.planning import Changes, lock_plan, replan, worked_out
from alliances.obligations.points import days_of
from alliances.obligations.scopes import refuse_archived, refuse_through_a_wall, scope_for
from alliances.obligations.telling import tell_moves
from coe_hub.lib.editing import set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import acting
from coe_hub.lib.records import save_record
from coe_hub.people.models import User


class Step(StrEnum):
    """What can be said of an event, one thing at a time."""

    EXPECT = "expect"
    RECEIVE = "receive"
    CONTEST = "contest"
    DEEM = "deem"
    OCCUR = "occur"
    VOID = "void"
    REOPEN = "reopen"


# The columns that each step writes.
_WRITES = {
    Step.EXPECT: ("expected_on",),
    Step.RECEIVE: ("received_on", "contested_on", "contested_why"),
    Step.CONTEST: ("contested_on", "contested_why"),
    Step.DEEM: ("deemed_on", "deemed_clause"),
    Step.OCCUR: ("occurred_on",),
    Step.VOID: ("voided_on", "voided_why"),
    Step.REOPEN: (
        "received_on", "contested_on", "contested_why", "deemed_on", "deemed_clause", "occurred_on", "voided_on",
        "voided_why",
    ),
}  # fmt: skip


_DAYS = ("expected_on", *_WRITES[Step.REOPEN])


@transaction.atomic
def add_event(
    *,
    alliance: Alliance,
    expected_on: date | None = None,
    occurred_on: date | None = None,
    **values: Unpack[EventValues],
) -> TriggerEvent:
    """Write down what days will be counted from; one that is a day of its agreement has that day. Raises
    `ValidationError` where a value is refused."""
    refuse_archived(alliance)
    event = TriggerEvent(alliance=alliance, expected_on=expected_on, occurred_on=occurred_on)
    set_values(event, values)
    _take_day(event)
    event.scope = scope_for(alliance, programme=event.programme, agreement=event.agreement)
    event.full_clean(exclude=["scope"])
    event.save()
    return event


@transaction.atomic
def edit_event(*, event: TriggerEvent, version: int, by: User | None = None, **values: Unpack[EventValues]) -> None:
    """Change what is said of it, but for its days, unless it becomes a day of its agreement: what is counted from it
    follows then. Raises `LostUpdateError` where it was saved since `version`, `DomainError` where what is counted from
    it would stand outside its wall."""
    lock_plan(event.alliance)
    fields = set_values(event, values)
    _take_day(event)
    event.scope = scope_for(event.alliance, programme=event.programme, agreement=event.agreement)
    for obligation in Obligation.objects.active().filter(event=event).select_related("alliance", "after", "implies"):
        obligation.event = event
        refuse_through_a_wall(obligation)
    event.full_clean(exclude=["scope"])
    save_record(event, fields=[*fields, *_DAYS, "scope"], version=version)
    tell_moves(replan(event.alliance), by=by, cause=event)


def _take_day(event: TriggerEvent) -> None:
    """What is a day of its agreement has that one, and no facts of its own."""
    if not event.point:
        return
    for name in _DAYS:
        setattr(event, name, "" if name.endswith(("why", "clause")) else None)
    for name, day in days_of(event, timezone.localdate()).items():
        setattr(event, name, day)


def _refuse(event: TriggerEvent, step: Step, on: date | None) -> None:
    """Raises `DomainError` where the step makes no sense now."""
    if event.point:
        raise DomainError(_("Its day is that of the agreement. Change it there; what is counted from it follows."))
    if event.voided_on and step != Step.REOPEN:
        raise DomainError(_("This event is void. Take that back first."))
    if step in {Step.CONTEST, Step.DEEM} and event.received_on is None:
        raise DomainError(_("Nothing was received yet. Say first when it came."))
    if step != Step.REOPEN and step != Step.EXPECT and on is None:
        raise DomainError(_("Say on which day."), field="on")


def moved_event(
    event: TriggerEvent, *, step: Step, on: date | None = None, why: str = "", clause: str = ""
) -> TriggerEvent:
    """The event as it would be after the step, for a preview and for the action. Nothing is written. Raises
    `DomainError` where the step makes no sense now."""
    _refuse(event, step, on)
    if step == Step.EXPECT:
        event.expected_on = on
    elif step == Step.RECEIVE:
        # What is received again is what was contested, made complete: the clock starts with it.
        event.received_on, event.contested_on, event.contested_why = on, None, ""
    elif step == Step.CONTEST:
        event.contested_on, event.contested_why = on, why
    elif step == Step.DEEM:
        event.deemed_on, event.deemed_clause = on, clause
    elif step == Step.OCCUR:
        event.occurred_on = on
    elif step == Step.VOID:
        event.voided_on, event.voided_why = on, why
    else:
        event.received_on = event.contested_on = event.deemed_on = event.occurred_on = event.voided_on = None
        event.contested_why = event.deemed_clause = event.voided_why = ""
    event.why = why
    return event


def preview(event: TriggerEvent) -> Changes:
    """What would move if the event were as it is here; nothing is written."""
    return worked_out(event.alliance, instead=event)


@transaction.atomic
def move_event(
    *,
    event: TriggerEvent,
    version: int,
    by: User,
    step: Step,
    on: date | None = None,
    why: str = "",
    clause: str = "",
) -> Changes:
    """Do the step, and let every day that is counted from the event follow; owners of what moved are told why.

    Two people cannot do so at once: the second one waits, and is told. Raises `LostUpdateError` where the event was
    saved since `version`, `DomainError` where the step makes no sense, `ValidationError` where a value is refused.
    """
    lock_plan(event.alliance)
    event = TriggerEvent.objects.select_for_update(of=("self",)).select_related("alliance__scope").get(pk=event.pk)
    moved_event(event, step=step, on=on, why=why, clause=clause)
    event.full_clean(exclude=["scope"])
    with acting(by=by, reason=why):
        save_record(event, fields=[*_WRITES[step], "why"], version=version)
        changes = replan(event.alliance)
    tell_moves(changes, by=by, cause=event, why=why)
    return changes
