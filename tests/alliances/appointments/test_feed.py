"""A time for the review in the calendar of who takes part."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from alliances.reviews.actions.appointments import cancel_appointment, plan_review
from coe_hub.calendars.actions import make_feed
from tests.alliances.appointments.data import values
from tests.cast import Cast
from tests.factories import make_alliance
from tests.lib.ical_js import read_calendar


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
