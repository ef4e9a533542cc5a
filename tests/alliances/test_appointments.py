"""A time for the review: who is told what, by mail and in the calendar, on which clock and in which language."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from alliances.core.sentences import alliance_sentences
from alliances.reviews.actions.appointments import cancel_appointment, change_appointment, plan_review
from alliances.reviews.actions.reviews import do_review
from alliances.reviews.appointments import may_be_invited, open_appointment
from alliances.reviews.models import ReviewAppointment
from alliances.stages.actions import change_stage
from coe_hub.calendars.actions import make_feed
from coe_hub.lib.errors import DomainError, LostUpdateError
from coe_hub.people.directory.actions import create_site, set_languages
from coe_hub.people.models import Person
from coe_hub.vocabulary.models import Language, Stage
from tests.cast import Cast
from tests.factories import make_alliance, make_member, make_organisation, make_person, make_user
from tests.lib.ical_js import read_calendar

NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)
BOSTON = "America/New_York"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """It is 2 February 2026 until a test moves on."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(cast: Cast) -> SimpleNamespace:
    """An alliance with a code name, a colleague in Japan, and two people at the partner without accounts."""
    northwind = make_organisation("Northwind Biotech")
    aiko = make_user(
        "Aiko Nakamura",
        family_name="中村",
        given_name="愛子",
        latin_name="Aiko Nakamura",
        account={"language": "ja", "time_zone": "Asia/Tokyo"},
    )
    alliance = make_alliance("Kestrel buys Northwind", by=cast.lead, code_name="Heron")
    boston = create_site(organisation=northwind, name="Boston", city="Boston", country="US", time_zone=BOSTON)
    nora = make_person("Nora Contact", at=northwind, site=boston, email="nora@northwind.example")
    ken = make_person("Ken Sato", at=northwind, email="ken@northwind.example")
    set_languages(person=ken, languages=Language.objects.filter(code="ja"))
    mute = make_person("Max Mute", at=northwind)
    make_member(alliance, aiko.person, role="team_member")
    for one in (nora, ken, mute):
        make_member(alliance, one, role="adviser", side="theirs")
    mail.outbox.clear()
    return SimpleNamespace(alliance=alliance, lead=cast.lead, aiko=aiko, nora=nora, ken=ken, mute=mute)


def in_boston(*when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(BOSTON))


def values(**changes: Any) -> dict[str, Any]:
    """What is agreed: 16:00 in Boston on the Sunday on which clocks go forward there."""
    agreed = {"starts_at": in_boston(2026, 3, 8, 16), "minutes": 60, "time_zone": BOSTON}
    return agreed | {"place": "Room 3", "dial_in": "https://meet.example/heron", "note": "三つの論点"} | changes


@pytest.fixture
def done(django_capture_on_commit_callbacks: Callable) -> Callable[..., dict[str, EmailMultiAlternatives]]:
    """Do something and return the mails it sends, by who gets them."""

    def do(action: Callable[..., object], **arguments: Any) -> dict[str, EmailMultiAlternatives]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action(**arguments)
        return {message.to[0]: message for message in mail.outbox}

    return do


@pytest.fixture
def planned(world: SimpleNamespace, done: Callable) -> Callable[..., ReviewAppointment]:
    """An appointment to which these people were invited already."""

    def plan(*people: Person, **changes: Any) -> ReviewAppointment:
        done(plan_review, alliance=world.alliance, people=people, by=world.lead, **values(**changes))
        return world.alliance.appointments.get()

    return plan


def calendar_of(message: EmailMultiAlternatives) -> dict[str, Any]:
    """The calendar part of a mail as ical.js reads it, with the method that the part's type names."""
    part = message.message().get_payload()[-1]
    read = read_calendar(part.get_payload(decode=True))
    assert (part.get_content_type(), part.get_param("method"), part.get_content_charset()) == (
        "text/calendar",
        read["method"],
        "utf-8",
    )
    return read


def told(message: EmailMultiAlternatives) -> tuple[Any, ...]:
    """Method, UID and sequence of what a calendar is told."""
    read = calendar_of(message)
    [event] = read["events"]
    return read["method"], event["uid"], int(event["sequence"])


# --- Planning ----------------------------------------------------------------------------------------------------
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


# --- Changing ----------------------------------------------------------------------------------------------------
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


# --- The end -----------------------------------------------------------------------------------------------------
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


# --- In the feed -------------------------------------------------------------------------------------------------
def test_calendar_feed_shows_invited_people_the_hour(world: SimpleNamespace, planned: Callable, cast: Cast) -> None:
    planned(world.aiko.person, world.nora)
    [event] = [one for one in feed_of(world.aiko)["events"] if not one["starts"]["isDay"]]
    seen = datetime.fromtimestamp(event["starts"]["seconds"], ZoneInfo("Asia/Tokyo"))
    assert (event["summary"], f"{seen:%Y-%m-%d %H:%M}", event["transp"]) == (
        "Heronのレビュー",
        "2026-03-09 05:00",
        "OPAQUE",
    )
    assert event["url"] == f"http://localhost:8000{world.alliance.get_absolute_url()}"
    assert [one["summary"] for one in feed_of(cast.stranger)["events"]] == []
    assert [one["starts"]["isDay"] for one in feed_of(world.lead)["events"]] == [True]


def test_calendar_feed_drops_an_hour_that_is_hidden_cancelled_or_held(
    world: SimpleNamespace, planned: Callable, done: Callable
) -> None:
    appointment = planned(world.aiko.person)
    address = make_feed(user=world.aiko)
    assert len(feed_at(address)["events"]) == 1
    world.alliance.scope.kind = "restricted"
    world.alliance.scope.save()
    world.alliance.scope.grants.filter(person=world.aiko.person).delete()
    assert feed_at(address)["events"] == []
    world.alliance.scope.kind = "open"
    world.alliance.scope.save()
    assert len(feed_at(address)["events"]) == 1
    done(cancel_appointment, appointment=appointment)
    assert feed_at(address)["events"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_calendar_feed_asks_as_often_for_three_hours_as_for_one(
    count: int, world: SimpleNamespace, done: Callable, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        other = make_alliance(f"Amber {number}", by=world.lead)
        done(plan_review, alliance=other, people=[world.aiko.person], by=world.lead, **values())
    path = make_feed(user=world.aiko).partition(":8000")[2]
    with django_assert_num_queries(5):
        response = Client().get(path)
    assert response.content.decode().count("BEGIN:VEVENT") == count
    assert response.content.decode().count("BEGIN:VTIMEZONE") == 1


def feed_of(user: Any) -> dict[str, Any]:
    return feed_at(make_feed(user=user))


def feed_at(address: str) -> dict[str, Any]:
    return read_calendar(Client().get(address.partition(":8000")[2]).content)


# --- On pages ----------------------------------------------------------------------------------------------------
def posted(world: SimpleNamespace, **changes: Any) -> dict[str, Any]:
    """The form as somebody fills it in."""
    return {
        "version": "0",
        "on_date": "2026-03-08",
        "starts": "16:00",
        "minutes": "60",
        "time_zone": BOSTON,
        "place": "Room 3",
        "dial_in": "meet.example/heron",
        "note": "",
        "people": [world.nora.public_id],
    } | changes


def test_the_proposed_day_is_one_on_which_whoever_plans_works(
    world: SimpleNamespace, sign_in: Callable[..., Client]
) -> None:
    """3 May 2026 is a Sunday and the first of three holidays in Japan; the fourth is kept on the 6th."""
    Alliance.objects.filter(pk=world.alliance.pk).update(last_reviewed_on="2026-02-03")
    osaka = create_site(
        organisation=world.aiko.person.organisation, name="Osaka", city="Osaka", country="JP", time_zone="Asia/Tokyo"
    )
    address = reverse("appointment_create", args=[world.alliance.public_id])
    assert sign_in(world.lead).get(address).context["form"]["on_date"].value() == date(2026, 5, 4)
    Person.objects.filter(pk=world.aiko.person_id).update(site=osaka)
    assert sign_in(world.aiko).get(address).context["form"]["on_date"].value() == date(2026, 5, 7)


def test_appointment_create_is_offered_on_the_record_and_plans(
    world: SimpleNamespace, sign_in: Callable[..., Client]
) -> None:
    browser = sign_in(world.lead)
    address = reverse("appointment_create", args=[world.alliance.public_id])
    assert address in [gap.action_url for gap in browser.get(world.alliance.get_absolute_url()).context["gaps"]]
    form = browser.get(address).context["form"]
    assert (form["time_zone"].value(), form["on_date"].value(), form["people"].value()) == (
        "UTC",
        world.alliance.next_review_on,
        [world.lead.person.public_id, world.aiko.person.public_id],
    )
    answer = browser.post(address, posted(world))
    assert (answer.status_code, answer["Location"]) == (302, world.alliance.get_absolute_url())
    appointment = world.alliance.appointments.get()
    assert (appointment.starts_at, appointment.time_zone, appointment.dial_in, appointment.by) == (
        datetime(2026, 3, 8, 20, tzinfo=UTC),
        BOSTON,
        "https://meet.example/heron",
        world.lead,
    )
    record = browser.get(world.alliance.get_absolute_url()).context
    matters = [(one.title, one.text) for one in record["matters"]]
    assert (
        "Time set for the review",
        "Sunday 8 March 2026, 20:00–21:00 (Coordinated Universal Time) · Room 3 · 1 person invited",
    ) in matters
    assert address not in [gap.action_url for gap in record["gaps"]]
    assert browser.get(address)["Location"] == reverse(
        "appointment_edit", args=[world.alliance.public_id, appointment.public_id]
    )


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"starts": "02:30"}, "starts", "Clocks go forward that night and skip this time. Choose another."),
        ({"on_date": "2026-02-01"}, "on_date", "This time has passed. Choose a later one."),
        ({"people": []}, "people", "Choose at least one person to invite."),
        ({"time_zone": "Boston"}, "time_zone", "Choose a time zone such as Asia/Tokyo or Europe/Berlin."),
    ],
)
def test_appointment_create_says_what_to_do_about_a_mistake(
    changes: dict[str, Any], field: str, error: str, world: SimpleNamespace, sign_in: Callable[..., Client]
) -> None:
    address = reverse("appointment_create", args=[world.alliance.public_id])
    form = sign_in(world.lead).post(address, posted(world, **changes)).context["form"]
    assert form.errors == {field: [error]}
    assert form["place"].value() == "Room 3"


def test_appointment_create_invites_nobody_who_is_not_on_the_alliance(
    world: SimpleNamespace, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    address = reverse("appointment_create", args=[world.alliance.public_id])
    form = sign_in(world.lead).post(address, posted(world, people=[cast.stranger.person.public_id])).context["form"]
    assert [*form.errors] == ["people"]
    assert ReviewAppointment.objects.count() == 0


def test_appointment_edit_saves_and_shows_the_merge_page_to_the_second(
    world: SimpleNamespace, planned: Callable, sign_in: Callable[..., Client]
) -> None:
    appointment = planned(world.nora)
    browser = sign_in(world.lead)
    address = reverse("appointment_edit", args=[world.alliance.public_id, appointment.public_id])
    opened = browser.get(address).context["form"]
    shown = ("on_date", "starts", "minutes", "people")
    assert [str(opened[name].value()) for name in shown] == ["2026-03-08", "16:00", "60", str([world.nora.public_id])]
    change = posted(world, version="1", base=opened["base"].value(), starts="17:30")
    assert browser.post(address, change).status_code == 302
    appointment.refresh_from_db()
    assert (appointment.local_start.strftime("%H:%M"), appointment.sequence) == ("17:30", 1)
    late = browser.post(address, change | {"starts": "18:00"})
    assert (late.status_code, [one.name for one in late.context["conflicts"]]) == (409, ["starts"])


def test_appointment_cancel_asks_and_tells_why(
    world: SimpleNamespace, planned: Callable, sign_in: Callable[..., Client]
) -> None:
    appointment = planned(world.nora)
    browser = sign_in(world.lead)
    address = reverse("appointment_cancel", args=[world.alliance.public_id, appointment.public_id])
    assert browser.get(address).status_code == 200
    assert open_appointment(world.alliance) == appointment
    assert browser.post(address, {"reason": "Data is late"}).status_code == 302
    appointment.refresh_from_db()
    assert (appointment.reason, appointment.cancelled_at) == ("Data is late", NOW)
    assert browser.get(address).status_code == 404


def test_alliance_history_tells_of_the_appointment(world: SimpleNamespace, planned: Callable, done: Callable) -> None:
    appointment = planned(world.nora)
    done(change_appointment, appointment=appointment, version=1, people=[world.ken], **values(place=""))
    said = {sentence.what for sentence in alliance_sentences(world.alliance)}
    assert {
        "set a time for the review: 8 Mar 2026, 20:00",
        "invited Nora Contact to the review",
        "emptied “place” (it was Room 3)",
        "took Nora Contact off the review's invitations",
        "invited Ken Sato to the review",
    } <= said
