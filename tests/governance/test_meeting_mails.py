"""Who is told what of a meeting: invitation, move and cancellation as an independent calendar reads them, in each
one's language; minutes and comments; and the calendar feed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from alliances.core.models import Alliance
from coe_hub.calendars.actions import make_feed
from coe_hub.people.directory.actions import set_languages
from coe_hub.vocabulary.models import Language
from governance.meetings.actions.meetings import call_meeting, cancel_meeting, edit_meeting, hold_meeting
from governance.meetings.actions.minutes import circulate_minutes, comment_minutes, readers_for
from governance.meetings.models import Meeting
from tests.cast import Cast
from tests.factories import make_alliance, make_member, make_organisation, make_person
from tests.governance.committees_data import charter, make_committee, plan, put, sit
from tests.lib.ical_js import read_calendar

NOW = datetime(2026, 6, 10, 9, tzinfo=UTC)
Done = Callable[..., dict[str, EmailMultiAlternatives]]


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """It is 10 June 2026 until a test moves on."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(cast: Cast) -> SimpleNamespace:
    """A committee of an alliance with a code name, with the lead and two people at the partner, one of Japan."""
    northwind = make_organisation("Northwind Biotech")
    alliance: Alliance = make_alliance("Kestrel buys Northwind", by=cast.lead, code_name="Heron")
    nora = make_person("Nora Contact", at=northwind, email="nora@northwind.example")
    ken = make_person("Ken Sato", at=northwind, email="ken@northwind.example")
    set_languages(person=ken, languages=Language.objects.filter(code="ja"))
    committee = make_committee(alliance, by=cast.lead)
    for one in (nora, ken):
        make_member(alliance, one, role="adviser", side="theirs")
        sit(committee, one)
    sit(committee, cast.lead.person, "secretary")
    charter(committee)
    people = [cast.lead.person, nora, ken]
    meeting = plan(committee, by=cast.lead, note="Bring the budget", dial_in="https://meet.example/jsc")
    return SimpleNamespace(committee=committee, meeting=meeting, lead=cast.lead, nora=nora, ken=ken, people=people)


@pytest.fixture
def done(django_capture_on_commit_callbacks: Callable) -> Done:
    """Do something and return the mails it sends, by who gets them."""

    def do(action: Callable[..., object], **arguments: Any) -> dict[str, EmailMultiAlternatives]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action(**arguments)
        return {message.to[0]: message for message in mail.outbox}

    return do


def calendar_of(message: EmailMultiAlternatives) -> dict[str, Any]:
    """The calendar part of a mail as ical.js reads it."""
    part = message.message().get_payload()[-1]
    read = read_calendar(part.get_payload(decode=True))
    assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", read["method"])
    return read


def test_an_invitation_a_move_and_a_cancellation_are_one_event(world: SimpleNamespace, done: Done) -> None:
    invited = done(call_meeting, meeting=world.meeting, people=world.people)
    assert set(invited) == {"lena@hub.example", "nora@northwind.example", "ken@northwind.example"}
    meeting = Meeting.objects.get()
    values = {"starts_at": datetime(2026, 6, 25, 1, tzinfo=UTC), "minutes_long": 60, "time_zone": "Asia/Tokyo"}
    moved = done(edit_meeting, meeting=meeting, version=meeting.version, **values)
    cancelled = done(cancel_meeting, meeting=Meeting.objects.get(), reason="Typhoon")
    told = [calendar_of(mails["nora@northwind.example"]) for mails in (invited, moved, cancelled)]
    events = [one["events"][0] for one in told]
    assert [one["method"] for one in told] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [int(one["sequence"]) for one in events] == [0, 1, 2]
    assert len({one["uid"] for one in events}) == 1
    assert {one["summary"] for one in events} == {"JSC of Heron"}


def test_each_is_told_in_their_language_and_nobody_the_name_of_the_alliance(world: SimpleNamespace, done: Done) -> None:
    invited = done(call_meeting, meeting=world.meeting, people=world.people)
    japanese, english = invited["ken@northwind.example"], invited["nora@northwind.example"]
    assert ("招待" in japanese.subject, "Invitation" in english.subject) == (True, True)
    assert [one.subject for one in invited.values() if "Kestrel" in one.subject + one.body] == []


def test_who_is_no_longer_invited_gets_a_cancellation_and_who_is_new_an_invitation(
    world: SimpleNamespace, done: Done
) -> None:
    done(call_meeting, meeting=world.meeting, people=world.people[:2])
    changed = done(call_meeting, meeting=Meeting.objects.get(), people=[world.people[0], world.people[2]])
    assert {to: calendar_of(one)["method"] for to, one in changed.items()} == {
        "nora@northwind.example": "CANCEL", "ken@northwind.example": "REQUEST",
    }  # fmt: skip


def test_the_calendar_feed_has_meetings_one_is_called_to(world: SimpleNamespace, done: Done) -> None:
    address = make_feed(user=world.lead).partition(":8000")[2]

    def told() -> set[str]:
        events = read_calendar(Client().get(address).content)["events"]
        return {one["uid"].partition("@")[0] for one in events}

    before = told()
    done(call_meeting, meeting=world.meeting, people=world.people)
    assert told() - before == {f"meeting.{world.meeting.public_id}"}


def test_minutes_go_to_each_in_their_language_and_a_comment_comes_back(
    world: SimpleNamespace, done: Done, clock: Any
) -> None:
    done(call_meeting, meeting=world.meeting, people=world.people)
    clock.move_to(datetime(2026, 6, 24, 9, tzinfo=UTC))
    meeting = hold_meeting(meeting=Meeting.objects.get())
    put(meeting, "Budget")
    sent = done(circulate_minutes, minutes=meeting.minutes, by=world.lead, people=readers_for(meeting))
    assert sorted(sent) == ["ken@northwind.example", "lena@hub.example", "nora@northwind.example"]
    english, japanese = sent["nora@northwind.example"], sent["ken@northwind.example"]
    assert ("/p/" in english.body, "1 Jul 2026" in english.body) == (True, True)
    assert ("/p/" in japanese.body, "2026年7月1日" in japanese.body) == (True, True)
    assert "/p/" not in sent["lena@hub.example"].body
    commented = done(comment_minutes, minutes=meeting.minutes, person=world.nora, text="The sum is wrong.")
    assert list(commented) == ["lena@hub.example"]
    assert "The sum is wrong." in commented["lena@hub.example"].body
