"""A time for the review: planned, changed and called off on its pages."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.core.sentences import alliance_sentences
from alliances.reviews.actions.appointments import change_appointment
from alliances.reviews.appointments import open_appointment
from alliances.reviews.models import ReviewAppointment
from coe_hub.people.directory.actions import create_site
from coe_hub.people.models import Person
from tests.alliances.appointments.data import BOSTON, NOW, posted, values
from tests.cast import Cast


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
