"""Writing a decision down, changing it, and saying what became of it."""

from datetime import date
from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.lib.editing import set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import save_record
from coe_hub.people.models import User
from governance.committees.models import Committee
from governance.decisions.models import Decision, DecisionState, DecisionStep, DecisionValues, Way
from governance.decisions.votes import refuse_against_charter
from governance.meetings.actions.agenda import refuse_closed
from governance.meetings.models import AgendaItem, Meeting


@transaction.atomic
def write_decision(
    *,
    committee: Committee,
    by: User | None,
    meeting: Meeting | None = None,
    agenda_item: AgendaItem | None = None,
    **values: Unpack[DecisionValues],
) -> Decision:
    """Write down what the committee decided, or is about to; in a meeting, where it came up. Raises `ValidationError`
    where a value is refused, `DomainError` where the meeting is another committee's, its minutes are sent or final,
    what it replaces is not of this committee, or the charter lets it not be decided so."""
    decision = Decision(committee=committee, meeting=meeting, agenda_item=agenda_item, by=by)
    set_values(decision, values)
    _refuse_wrong_place(decision)
    if meeting:
        refuse_closed(meeting)
    refuse_against_charter(decision)
    decision.full_clean()
    decision.save()
    return decision


@transaction.atomic
def edit_decision(*, decision: Decision, version: int, **values: Unpack[DecisionValues]) -> None:
    """Change it, as long as the minutes of its meeting are open. Raises as `write_decision`, and `LostUpdateError`
    where it was saved since `version`."""
    if decision.meeting:
        refuse_closed(decision.meeting)
    fields = set_values(decision, values)
    _refuse_wrong_place(decision)
    if {"decided_on", "our_vote", "their_vote", "rationale"} & set(fields):
        refuse_against_charter(decision)
    decision.full_clean()
    save_record(decision, fields=fields, version=version)


def _refuse_wrong_place(decision: Decision) -> None:
    meeting, item, former = decision.meeting, decision.agenda_item, decision.replaces
    if meeting and meeting.committee_id != decision.committee_id:
        raise DomainError(_("This meeting is another committee’s."))
    if item and item.meeting_id != decision.meeting_id:
        raise DomainError(_("This item is not on the agenda of this meeting."))
    if former and former.committee.scope_id != decision.committee.scope_id:
        raise DomainError(_("Not every reader of this one sees that one. Choose another."), field="replaces")
    if former and not former.is_decided:
        raise DomainError(_("What is not decided yet is changed, not replaced."), field="replaces")


@transaction.atomic
def uphold(*, decision: Decision, by: User | None, note: str = "", review_on: date | None = None) -> DecisionStep:
    """It was looked at again and still holds; `review_on` is the day of the next look. Raises `DomainError` where it is
    not in force, or that day does not lie ahead."""
    _in_force(decision)
    if review_on and review_on <= timezone.localdate():
        raise DomainError(_("Choose a day that is still to come."), field="review_on")
    return _add(decision, Way.UPHELD, by=by, note=note, review_on=review_on)


@transaction.atomic
def reverse(*, decision: Decision, by: User | None, note: str) -> DecisionStep:
    """It does not hold any more, for a reason. Raises `DomainError` without one, or where it is not in force."""
    _in_force(decision)
    return _add(decision, Way.REVERSED, by=by, note=note)


@transaction.atomic
def reinstate(*, decision: Decision, by: User | None, note: str) -> DecisionStep:
    """What was reversed holds again. Raises `DomainError` without a reason, or where it was not reversed."""
    if state_of(decision) != DecisionState.REVERSED:
        raise DomainError(_("It was not reversed."))
    return _add(decision, Way.REINSTATED, by=by, note=note)


@transaction.atomic
def confirm(*, decision: Decision, by: User | None, note: str) -> DecisionStep:
    """What was decided without a quorum was confirmed by a meeting that had one. Raises `DomainError` without a word on
    which, or where it binds already or does not hold any more."""
    Decision._base_manager.select_for_update(of=("self",)).get(pk=decision.pk)
    if state_of(decision) != DecisionState.NOT_BINDING:
        raise DomainError(_("It does not wait to be confirmed."))
    return _add(decision, Way.CONFIRMED, by=by, note=note)


def state_of(decision: Decision) -> DecisionState:
    """Where it stands, read anew."""
    return DecisionState(Decision.objects.with_standing().get(pk=decision.pk).state)


def _in_force(decision: Decision) -> None:
    Decision._base_manager.select_for_update(of=("self",)).get(pk=decision.pk)
    state = state_of(decision)
    if state == DecisionState.REVERSED:
        raise DomainError(_("It was reversed. Say first that it holds again."))
    if state == DecisionState.REPLACED:
        raise DomainError(_("Another decision replaced it. Go on with that one."))
    if state == DecisionState.NOT_BINDING:
        raise DomainError(_("It does not bind yet. Let a meeting with quorum confirm it first."))
    if state != DecisionState.IN_FORCE:
        raise DomainError(_("It is not decided yet. Edit it, and say when it was."))


def _add(
    decision: Decision, way: Way, *, by: User | None, note: str = "", review_on: date | None = None
) -> DecisionStep:
    if way != Way.UPHELD and not note.strip():
        raise DomainError(_("Say why, in a sentence that holds in three years."), field="note")
    step = DecisionStep(decision=decision, way=way, on=timezone.localdate(), note=note, review_on=review_on, by=by)
    step.full_clean()
    step.save()
    return step
