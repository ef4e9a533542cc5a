"""What actions on committees, meetings, minutes and decisions refuse: in which words, and that it changes nothing."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from coe_hub.lib.errors import DomainError
from governance.committees.actions.charters import name_amendment
from governance.committees.actions.seats import edit_seat
from governance.committees.models import Committee
from governance.committees.seats import owner_side
from governance.dashboard.forms import ReachForm
from governance.decisions.actions.decisions import confirm, uphold, write_decision
from governance.decisions.models import Decision
from governance.meetings.actions.agenda import drop_item
from governance.meetings.actions.agenda_mails import send_agenda
from governance.meetings.actions.meetings import cancel_meeting, hold_meeting
from governance.meetings.actions.minutes import (
    accept_action,
    answer_comment,
    approve_at_meeting,
    circulate_minutes,
    comment_minutes,
    confirm_minutes,
    correct_minutes,
    take_back_minutes,
)
from governance.meetings.actions.running import record_action
from governance.meetings.models import AgendaItem, MeetingAction
from tests import databases
from tests.alliances.agreements.data import make_agreement, make_programme
from tests.cast import Cast, make_open_alliance
from tests.factories import make_alliance
from tests.governance.committees_data import charter, held, make_committee, plan, put
from tests.refusals import Said, refused

TODAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
FINAL = DomainError("These minutes are final. Write a dated correction instead.")
DRAFT = DomainError("These minutes are a draft. Send them to both sides first.")
CANCELLED = DomainError("This meeting was cancelled. Plan another one.")
NOT_ON_IT = DomainError("This item is not on the agenda of this meeting.")


@pytest.fixture(scope="module")
def made(casting: Cast, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """A meeting in each state that a committee's meetings can be in; the lead is asked to each, nobody else."""
    with databases.shared_rows(django_db_blocker), time_machine.travel(TODAY, tick=False):
        yield _world(casting)


def _world(cast: Cast) -> SimpleNamespace:
    alliance, lead = make_open_alliance(cast), cast.lead
    jsc = make_committee(alliance, by=lead)
    w = SimpleNamespace(alliance=alliance, lead=lead, stranger=cast.stranger.person, jsc=jsc)
    w.charter = charter(jsc)
    w.other = make_alliance("Another", by=lead)
    w.own = make_committee(None, by=cast.curator, kind="coe_steering", label="CoE")
    w.ahead = plan(jsc, by=lead, starts_at=datetime(2026, 12, 10, 9, tzinfo=UTC))
    w.cancelled = plan(jsc, by=lead, starts_at=datetime(2026, 12, 3, 9, tzinfo=UTC))
    cancel_meeting(meeting=w.cancelled)
    w.cancelled.refresh_from_db()
    w.final, w.sent, w.draft = (_held(w, day) for day in (16, 18, 20))
    record_action(meeting=w.sent, by=lead, text="Send the data", owner=lead.person, side="ours")
    for meeting in (w.final, w.sent):
        circulate_minutes(minutes=meeting.minutes, by=lead, people=[lead.person])
    confirm_minutes(minutes=w.final.minutes, person=lead.person)
    for meeting in (w.final, w.sent):
        meeting.minutes.refresh_from_db()
    w.comment = comment_minutes(minutes=w.sent.minutes, person=lead.person, text="Which data?")
    w.answered = comment_minutes(minutes=w.sent.minutes, person=lead.person, text="By when?")
    answer_comment(comment=w.answered, by=lead, answer="By May")
    w.first = write_decision(committee=jsc, by=lead, text="Fund it", decided_on=TODAY.date())
    w.second = write_decision(committee=jsc, by=lead, text="Fund half", decided_on=TODAY.date(), replaces=w.first)
    return w


def _held(w: SimpleNamespace, day: int) -> Any:
    meeting = held(w.jsc, by=w.lead, starts_at=datetime(2026, 11, day, 9, tzinfo=UTC))
    meeting.attendance.create(person=w.lead.person, side="ours", role="secretary")
    return meeting


@pytest.fixture
def world(made: SimpleNamespace, db: None) -> SimpleNamespace:
    """Each test is a savepoint beside it."""
    return made


def decide(w: SimpleNamespace, committee: Committee | None = None, **values: Any) -> Decision:
    return write_decision(committee=committee or w.jsc, by=w.lead, text="Go on", **values)


def written_on(w: SimpleNamespace) -> AgendaItem:
    item = put(w.draft)
    AgendaItem.objects.filter(pk=item.pk).update(said="Money is short.")
    return AgendaItem.objects.get(pk=item.pk)


REFUSALS: dict[str, tuple[Callable[[SimpleNamespace], Callable[[], object]], Said]] = {
    "circulate_minutes: sent already": (
        lambda w: lambda: circulate_minutes(minutes=w.sent.minutes, by=w.lead, people=[w.lead.person]),
        DomainError("These minutes were sent already."),
    ),
    "circulate_minutes: of a meeting to come": (
        lambda w: lambda: circulate_minutes(minutes=w.ahead.minutes, by=w.lead, people=[w.lead.person]),
        DomainError("Note first that the meeting was held."),
    ),
    "circulate_minutes: to somebody who was not asked": (
        lambda w: lambda: circulate_minutes(minutes=w.draft.minutes, by=w.lead, people=[w.stranger]),
        DomainError("Stan Stranger was not asked to this meeting.", field="people"),
    ),
    "take_back_minutes: a draft": (lambda w: lambda: take_back_minutes(minutes=w.draft.minutes), DRAFT),
    "take_back_minutes: final": (lambda w: lambda: take_back_minutes(minutes=w.final.minutes), FINAL),
    "comment_minutes: who was not asked": (
        lambda w: lambda: comment_minutes(minutes=w.sent.minutes, person=w.stranger, text="Why?"),
        DomainError("These minutes were not sent to you."),
    ),
    "comment_minutes: a draft": (
        lambda w: lambda: comment_minutes(minutes=w.draft.minutes, person=w.lead.person, text="Why?"),
        DRAFT,
    ),
    "answer_comment: a second time": (
        lambda w: lambda: answer_comment(comment=w.answered, by=w.lead, answer="By June"),
        DomainError("Somebody answered this comment already."),
    ),
    "confirm_minutes: who was not asked": (
        lambda w: lambda: confirm_minutes(minutes=w.sent.minutes, person=w.stranger),
        DomainError("These minutes were not sent to you."),
    ),
    "accept_action: somebody else's": (
        lambda w: lambda: accept_action(minutes=w.sent.minutes, row=MeetingAction.objects.get(), person=w.stranger),
        DomainError("This action is somebody else’s."),
    ),
    "approve_at_meeting: at itself": (
        lambda w: lambda: approve_at_meeting(minutes=w.sent.minutes, at=w.sent),
        DomainError("Choose a later meeting of this committee that was held."),
    ),
    "approve_at_meeting: comments are open": (
        lambda w: lambda: approve_at_meeting(minutes=w.sent.minutes, at=w.draft),
        DomainError("Comments are still open. Answer them first."),
    ),
    "correct_minutes: a draft": (
        lambda w: lambda: correct_minutes(minutes=w.draft.minutes, by=w.lead, text="May", corrected_on=TODAY.date()),
        DomainError("These minutes can still be changed: no correction is needed."),
    ),
    "add_item: called off": (lambda w: lambda: put(w.cancelled), CANCELLED),
    "add_item: with its readers": (
        lambda w: lambda: put(w.sent),
        DomainError("These minutes were sent to both sides. Take them back first, then change them."),
    ),
    "add_item: final": (lambda w: lambda: put(w.final), FINAL),
    "drop_item: something was said": (
        lambda w: (lambda item: lambda: drop_item(item=item))(written_on(w)),
        DomainError("Something hangs on this item already: minutes, an action or a pre-read. Leave it."),
    ),
    "hold_meeting: called off": (lambda w: lambda: hold_meeting(meeting=w.cancelled), CANCELLED),
    "send_agenda: nobody was invited": (
        lambda w: lambda: send_agenda(meeting=w.ahead, by=w.lead),
        DomainError("Call the meeting first: the agenda goes to those who are invited."),
    ),
    "record_action: at another meeting's item": (
        lambda w: (
            lambda item: (
                lambda: record_action(
                    meeting=w.draft, by=w.lead, text="Send", owner=w.lead.person, side="ours", agenda_item=item
                )
            )
        )(put(w.ahead)),
        NOT_ON_IT,
    ),
    "name_amendment: none is needed": (
        lambda w: (lambda one: lambda: name_amendment(charter=w.charter, amendment=one))(
            make_agreement(w.alliance, by=w.lead)
        ),
        DomainError("This change needs no amendment."),
    ),
    "set_charter: by another alliance's agreement": (
        lambda w: (lambda one: lambda: charter(w.jsc, basis="operated", agreement=one))(
            make_agreement(w.other, by=w.lead)
        ),
        DomainError("Choose an agreement of this alliance.", field="agreement"),
    ),
    "add_committee: of another alliance's programme": (
        lambda w: (lambda one: lambda: make_committee(w.alliance, by=w.lead, label="JRC", programme=one))(
            make_programme(w.other, by=w.lead)
        ),
        DomainError("Choose a programme of this alliance.", field="programme"),
    ),
    "edit_seat: nobody would look after it": (
        lambda w: (lambda seat: lambda: edit_seat(seat=seat, version=seat.version, role="member"))(w.own.seats.get()),
        DomainError("Somebody must look after it. Name another co-chair or secretary first."),
    ),
    "write_decision: at another committee's meeting": (
        lambda w: lambda: decide(w, w.own, meeting=w.draft),
        DomainError("This meeting is another committee’s."),
    ),
    "write_decision: at another meeting's item": (
        lambda w: (lambda item: lambda: decide(w, meeting=w.draft, agenda_item=item))(put(w.ahead)),
        NOT_ON_IT,
    ),
    "write_decision: instead of one that others read": (
        lambda w: (lambda one: lambda: decide(w, replaces=one))(decide(w, w.own, decided_on=TODAY.date())),
        DomainError("Not every reader of this one sees that one. Choose another.", field="replaces"),
    ),
    "write_decision: voted down": (
        lambda w: lambda: decide(w, decided_on=TODAY.date(), our_vote="for", their_vote="against"),
        DomainError(
            "These votes do not carry it. Take the day out, or say under “why” by whose final say it holds.",
            field="rationale",
        ),
    ),
    "confirm: it binds already": (
        lambda w: lambda: confirm(decision=w.second, by=w.lead, note="On Monday"),
        DomainError("It does not wait to be confirmed."),
    ),
    "uphold: replaced": (
        lambda w: lambda: uphold(decision=w.first, by=w.lead),
        DomainError("Another decision replaced it. Go on with that one."),
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refused(name: str, world: SimpleNamespace) -> None:
    prepare, said = REFUSALS[name]
    act = prepare(world)
    with refused(said):
        act()


def test_owner_side_takes_nobody_who_does_not_take_part(world: SimpleNamespace) -> None:
    with pytest.raises(ValidationError) as caught:
        owner_side(world.own)(world.stranger)
    assert caught.value.messages == ["Stan Stranger does not take part in this. Add them to the committee first."]


@pytest.mark.parametrize("asked", [{}, {"site": "x", "function": "y"}])
def test_reach_is_of_one_site_or_one_function(asked: dict[str, str]) -> None:
    assert ReachForm(asked).errors == {"__all__": ["Choose one site or one function."]}
