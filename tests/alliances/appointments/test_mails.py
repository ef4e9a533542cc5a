"""A time for the review: who is told what by mail, on which clock and in which language."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from alliances.core.actions.partnerships import archive_alliance
from alliances.reviews.actions.appointments import cancel_appointment, change_appointment, plan_review
from alliances.reviews.actions.reviews import do_review
from alliances.reviews.appointments import may_be_invited, open_appointment
from alliances.reviews.models import ReviewAppointment
from alliances.stages.actions import change_stage
from coe_hub.lib.errors import DomainError, LostUpdateError
from coe_hub.vocabulary.models import Stage
from tests.alliances.appointments.data import BOSTON, NOW, calendar_of, in_boston, posted, told, values


# --- Planning ---------------------------------------------------------------------------------------------------------
def test_plan_review_invites_everybody_in_their_language_and_on_their_clock(
    world: SimpleNamespace, done: Callable
) -> None:
    people = [world.lead.person, world.aiko.person, world.nora, world.ken]
    mails = done(plan_review, alliance=world.alliance, people=people, by=world.lead, **values())
    subjects = {to: message.subject for to, message in mails.items()}
    assert subjects == {
        "lena@hub.example": "Invitation: Review of Heron, Sunday 8 March 2026",
        "aiko@hub.example": "【ご招待】Heronのレビュー、2026年3月9日（月）",
        "nora@northwind.example": "Invitation: Review of Heron, Sunday 8 March 2026",
        "ken@northwind.example": "【ご招待】Heronのレビュー、2026年3月8日（日）",
    }
    whens = {
        to: [line for line in message.body.splitlines() if "16:00" in line or "05:00" in line or "20:00" in line]
        for to, message in mails.items()
    }
    assert whens == {
        "lena@hub.example": [
            "When: Sunday 8 March 2026, 20:00–21:00 (Coordinated Universal Time)",
            "In the time zone of the meeting: Sunday 8 March 2026, 16:00–17:00 (Eastern Daylight Time)",
        ],
        "aiko@hub.example": [
            "日時： 2026年3月9日（月）05:00～06:00（日本標準時）",
            "会議のタイムゾーンでは：2026年3月8日（日）16:00～17:00（アメリカ東部夏時間）",
        ],
        "nora@northwind.example": ["When: Sunday 8 March 2026, 16:00–17:00 (Eastern Daylight Time)"],
        "ken@northwind.example": ["日時： 2026年3月8日（日）16:00～17:00（アメリカ東部夏時間）"],
    }
    assert mails["aiko@hub.example"].body.startswith("中村 愛子 様\n")
    assert mails["nora@northwind.example"].body.startswith("Dear Nora Contact,\n")
    assert "招待者： Lena Lead、中村 愛子、Nora Contact、Ken Sato" in mails["aiko@hub.example"].body
    assert "Guests: Lena Lead, Aiko Nakamura, Nora Contact, Ken Sato" in mails["nora@northwind.example"].body


def test_plan_review_tells_calendars_the_same(world: SimpleNamespace, done: Callable) -> None:
    mails = done(plan_review, alliance=world.alliance, people=[world.lead.person, world.aiko.person, world.nora],
                 by=world.lead, **values())  # fmt: skip
    read = calendar_of(mails["aiko@hub.example"])
    [event] = read["events"]
    assert (event["starts"]["text"], event["starts"]["zone"], event["ends"]["text"]) == (
        "2026-03-08T16:00:00",
        BOSTON,
        "2026-03-08T17:00:00",
    )
    assert datetime.fromtimestamp(event["starts"]["seconds"], UTC) == datetime(2026, 3, 8, 20, tzinfo=UTC)
    assert (event["summary"], event["location"], event["url"], event["description"]) == (
        "Heronのレビュー",
        "Room 3 · https://meet.example/heron",
        "https://meet.example/heron",
        "三つの論点",
    )
    assert (event["organizer"]["address"], event["organizer"]["name"]) == ("mailto:lena@hub.example", "Lena Lead")
    assert [(one["address"], one["name"], one["status"]) for one in event["attendees"]] == [
        ("mailto:lena@hub.example", "Lena Lead", "ACCEPTED"),
        ("mailto:aiko@hub.example", "中村 愛子", "NEEDS-ACTION"),
        ("mailto:nora@northwind.example", "Nora Contact", "NEEDS-ACTION"),
    ]
    uid = f"review.{open_appointment(world.alliance).public_id}@localhost"
    assert {to: told(message) for to, message in mails.items()} == {
        "lena@hub.example": ("PUBLISH", uid, 0),
        "aiko@hub.example": ("REQUEST", uid, 0),
        "nora@northwind.example": ("REQUEST", uid, 0),
    }


def test_an_invitation_has_text_html_and_calendar_as_alternatives_and_answers_go_to_a_person(
    world: SimpleNamespace, done: Callable
) -> None:
    mails = done(plan_review, alliance=world.alliance, people=[world.nora], by=world.lead, **values())
    message = mails["nora@northwind.example"].message()
    assert (message.get_content_type(), message["Reply-To"]) == ("multipart/alternative", "lena@hub.example")
    assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/html", "text/calendar"]
    everything = message.as_string() + mails["nora@northwind.example"].alternatives[0][0]
    assert "Kestrel buys" not in everything


def test_plan_review_refuses_the_past_nobody_and_a_second_one(
    world: SimpleNamespace, planned: Callable, sign_in: Callable[..., Client]
) -> None:
    arguments = {"alliance": world.alliance, "by": world.lead}
    with pytest.raises(DomainError, match="This time has passed"):
        plan_review(**arguments, people=[world.nora], **values(starts_at=NOW))
    with pytest.raises(DomainError, match="at least one person"):
        plan_review(**arguments, people=[], **values())
    assert ReviewAppointment.objects.count() == 0
    planned(world.nora)
    answer = sign_in(world.lead).post(reverse("appointment_create", args=[world.alliance.public_id]), posted(world))
    assert answer.context["form"].non_field_errors() == [
        "There is an appointment for the next review already. Change that one."
    ]


def test_plan_review_sets_no_time_for_an_archived_alliance(world: SimpleNamespace) -> None:
    archive_alliance(alliance=world.alliance)
    with pytest.raises(DomainError, match="This alliance is archived"):
        plan_review(alliance=world.alliance, by=world.lead, people=[world.nora], **values())
    assert (ReviewAppointment.objects.count(), mail.outbox) == (0, [])


def test_who_may_be_invited_is_on_the_alliance_and_has_an_address(world: SimpleNamespace) -> None:
    assert [person.pk for person in may_be_invited(world.alliance)] == [
        one.pk for one in (world.lead.person, world.aiko.person, world.nora, world.ken)
    ]


# --- Changing ---------------------------------------------------------------------------------------------------------
def test_change_appointment_tells_each_what_concerns_them(
    world: SimpleNamespace, planned: Callable, done: Callable, clock: Any
) -> None:
    appointment = planned(world.aiko.person, world.nora)
    clock.shift(timedelta(hours=1))
    moved = values(starts_at=in_boston(2026, 11, 1, 16))
    people = [world.aiko.person, world.ken]
    mails = done(change_appointment, appointment=appointment, version=1, people=people, **moved)
    uid = f"review.{appointment.public_id}@localhost"
    assert {to: told(message) for to, message in mails.items()} == {
        "aiko@hub.example": ("REQUEST", uid, 1),
        "ken@northwind.example": ("REQUEST", uid, 1),
        "nora@northwind.example": ("CANCEL", uid, 1),
    }
    assert {to: message.subject.split("】")[0].split(":")[0] for to, message in mails.items()} == {
        "aiko@hub.example": "【変更",
        "ken@northwind.example": "【ご招待",
        "nora@northwind.example": "Cancelled",
    }
    [event] = calendar_of(mails["aiko@hub.example"])["events"]
    assert datetime.fromtimestamp(event["starts"]["seconds"], UTC) == datetime(2026, 11, 1, 21, tzinfo=UTC)
    assert event["last-modified"] == "2026-02-02T10:00:00Z"
    assert "変更前：2026年3月9日（月）05:00～06:00（日本標準時）" in mails["aiko@hub.example"].body
    assert "You are no longer invited" in mails["nora@northwind.example"].body
    assert sorted(appointment.invitees.values_list("person", flat=True)) == sorted(one.pk for one in people)


def test_change_appointment_of_guests_alone_leaves_the_others_in_peace(
    world: SimpleNamespace, planned: Callable, done: Callable
) -> None:
    appointment = planned(world.aiko.person)
    people = [world.aiko.person, world.nora]
    mails = done(change_appointment, appointment=appointment, version=1, people=people, **values())
    assert [*mails] == ["nora@northwind.example"]


def test_change_appointment_without_a_change_tells_nobody(
    world: SimpleNamespace, planned: Callable, done: Callable
) -> None:
    appointment = planned(world.nora)
    assert done(change_appointment, appointment=appointment, version=1, people=[world.nora], **values()) == {}
    appointment.refresh_from_db()
    assert (appointment.sequence, appointment.version) == (0, 1)


def test_change_appointment_does_not_overwrite_somebody_else_s_change(
    world: SimpleNamespace, planned: Callable, done: Callable
) -> None:
    appointment = planned(world.nora)
    done(change_appointment, appointment=appointment, version=1, people=[world.nora], **values(place="Room 4"))
    with pytest.raises(LostUpdateError):
        change_appointment(appointment=appointment, version=1, people=[world.nora], **values(place="Room 5"))
    appointment.refresh_from_db()
    assert (appointment.place, appointment.sequence) == ("Room 4", 1)


# --- The end ----------------------------------------------------------------------------------------------------------
def test_cancel_appointment_takes_it_out_of_every_calendar(
    world: SimpleNamespace, planned: Callable, done: Callable
) -> None:
    appointment = planned(world.lead.person, world.nora)
    mails = done(cancel_appointment, appointment=appointment, reason="Data is late")
    uid = f"review.{appointment.public_id}@localhost"
    assert {to: told(message) for to, message in mails.items()} == {
        "lena@hub.example": ("CANCEL", uid, 1),
        "nora@northwind.example": ("CANCEL", uid, 1),
    }
    assert calendar_of(mails["nora@northwind.example"])["events"][0]["status"] == "CANCELLED"
    assert "The reason: Data is late" in mails["nora@northwind.example"].body
    assert open_appointment(world.alliance) is None
    with pytest.raises(DomainError, match="cancelled or held meanwhile"):
        cancel_appointment(appointment=appointment)


def test_do_review_closes_the_appointment_that_led_to_it(
    world: SimpleNamespace, planned: Callable, done: Callable, clock: Any
) -> None:
    appointment = planned(world.nora)
    clock.move_to(datetime(2026, 3, 9, 9, tzinfo=UTC))
    held = {"alliance": world.alliance, "held_on": NOW.date(), "outcome": "on_track", "note": "", "by": world.lead}
    assert done(do_review, **held) == {}
    appointment.refresh_from_db()
    assert (appointment.review, appointment.cancelled_at) == (world.alliance.reviews.get(), None)
    assert open_appointment(world.alliance) is None


@pytest.mark.parametrize("end", ["reviewed early", "archived", "closed"])
def test_an_hour_that_has_lost_its_purpose_is_called_off(
    end: str, world: SimpleNamespace, planned: Callable, done: Callable
) -> None:
    planned(world.nora)
    day, by = NOW.date(), world.lead
    action, arguments = {
        "reviewed early": (do_review, {"held_on": day, "outcome": "on_track", "note": "", "by": by}),
        "archived": (archive_alliance, {}),
        "closed": (
            change_stage,
            {
                "stage": Stage.objects.filter(phase="closed")[0],
                "on_date": NOW.date().replace(month=12),
                "reason": "",
                "by": by,
            },
        ),
    }[end]
    mails = done(action, alliance=world.alliance, **arguments)
    assert [told(message)[0] for message in mails.values()] == ["CANCEL"]
    assert open_appointment(world.alliance) is None
