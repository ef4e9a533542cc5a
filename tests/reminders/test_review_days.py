"""A review never falls on a day without work where the one works who leads it, and every page reads the same day."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.reviews.actions.reviews import do_review
from alliances.reviews.models import Review
from alliances.value.actions import confirm_value
from coe_hub import due
from coe_hub.calendars.actions import make_feed
from coe_hub.people.directory.actions import edit_site
from coe_hub.people.handover.actions import hand_over
from coe_hub.people.models import Person, Site, User
from coe_hub.publishing.actions import confirm_review
from coe_hub.reminders.models import Reminder
from coe_hub.reminders.planning import plan
from coe_hub.reminders.working_days import WorkCalendar
from tests.cast import Cast
from tests.factories import make_alliance, make_site
from tests.toolkits.data import make_tool

TOKYO = WorkCalendar("Asia/Tokyo", "JP", "")
BASEL = WorkCalendar("Europe/Zurich", "CH", "CH-BS")
BOSTON = WorkCalendar("America/New_York", "US", "US-MA")
USA = WorkCalendar("America/New_York", "US", "")
DUBAI = WorkCalendar("Asia/Dubai", "AE", "")
RIYADH = WorkCalendar("Asia/Riyadh", "SA", "")


def at(person: Person, place: WorkCalendar | None) -> Site | None:
    """The person works there from now on."""
    site = place and (Site.objects.filter(country=place.country).first() or make_site(place))
    Person.objects.filter(pk=person.pk).update(site=site)
    person.refresh_from_db()
    return site


def reviewed(by: User, held_on: date, *, months: int = 3) -> Alliance:
    """An alliance that was reviewed that day."""
    alliance = make_alliance("Amber", by=by, stage_since=held_on, review_months=months)
    do_review(alliance=alliance, held_on=held_on, outcome="on_track", note="", by=by)
    alliance.refresh_from_db()
    return alliance


@pytest.mark.parametrize(
    ("place", "looked_on", "next_on"),
    [
        (BASEL, date(2025, 6, 3), date(2026, 6, 3)),  # a Wednesday stays
        (BASEL, date(2025, 6, 6), date(2026, 6, 8)),  # a Saturday becomes Monday
        (TOKYO, date(2025, 5, 4), date(2026, 5, 7)),  # Golden Week with its substitute
        (None, date(2025, 6, 7), date(2026, 6, 8)),  # nobody says where: weekends alone
    ],
)
def test_the_yearly_look_at_why_falls_on_a_working_day_too(
    cast: Cast, place: WorkCalendar | None, looked_on: date, next_on: date
) -> None:
    at(cast.lead.person, place)
    words = {"rationale": "Their ligase.", "value_hypothesis": "One candidate.", "starts_on": looked_on}
    with time_machine.travel(f"{looked_on}T09:00Z", tick=False):
        alliance = make_alliance("Amber", by=cast.lead, stage_since=looked_on, **words)
    alliance.refresh_from_db()
    assert alliance.value_look_due_on == next_on
    with time_machine.travel(f"{looked_on}T09:00Z", tick=False):
        confirm_value(alliance=alliance)
        at(cast.lead.person, BOSTON)
        next(one for one in due.sources() if one.kind == "value_look").settle()
    alliance.refresh_from_db()
    found = (alliance.value_look_due_on, WorkCalendar("UTC", "US", "US-MA").on_or_next(alliance.value_look_due_on))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("place", "held_on", "months", "next_on"),
    [
        (BASEL, date(2026, 3, 3), 3, date(2026, 6, 3)),  # a Wednesday stays
        (BASEL, date(2026, 3, 6), 3, date(2026, 6, 8)),  # a Saturday becomes Monday
        (BASEL, date(2026, 3, 7), 3, date(2026, 6, 8)),  # so does a Sunday
        (BASEL, date(2026, 3, 31), 6, date(2026, 9, 30)),  # a shorter month first
        (BASEL, date(2026, 2, 1), 6, date(2026, 8, 3)),  # the national holiday, which is a Saturday
        (BASEL, date(2025, 12, 25), 12, date(2026, 12, 28)),  # Christmas, Boxing Day, a Sunday
        (TOKYO, date(2026, 2, 4), 3, date(2026, 5, 7)),  # Golden Week with its substitute
        (TOKYO, date(2026, 3, 21), 6, date(2026, 9, 24)),  # Silver Week: three holidays in a row
        (USA, date(2026, 1, 3), 6, date(2026, 7, 6)),  # Independence Day observed on the Friday, then the weekend
        (BOSTON, date(2026, 1, 20), 3, date(2026, 4, 21)),  # Patriots' Day is one of Massachusetts alone
        (RIYADH, date(2026, 3, 5), 3, date(2026, 6, 7)),  # Friday and Saturday rest, Sunday is a working day
        (DUBAI, date(2026, 3, 5), 3, date(2026, 6, 5)),  # there Friday is one
        (None, date(2026, 3, 7), 3, date(2026, 6, 8)),  # nobody says where: weekends alone
    ],
)
def test_the_next_review_is_the_first_working_day_where_its_lead_works(
    cast: Cast, place: WorkCalendar | None, held_on: date, months: int, next_on: date
) -> None:
    at(cast.lead.person, place)
    assert reviewed(cast.lead, held_on, months=months).next_review_on == next_on


@pytest.fixture
def golden(cast: Cast) -> Alliance:
    """Led from Tokyo: a quarter after 4 February 2026 is Greenery Day, then come Children's Day and a substitute."""
    at(cast.lead.person, TOKYO)
    at(cast.team.person, BASEL)
    return reviewed(cast.lead, date(2026, 2, 4))


def test_whoever_leads_it_next_decides_with_their_own_holidays(golden: Alliance, cast: Cast) -> None:
    assert golden.next_review_on == date(2026, 5, 7)
    hand_over(giver=cast.lead.person, takers={f"lead-{golden.pk}": cast.team.person}, by=cast.lead, keeps=True)
    golden.refresh_from_db()
    assert golden.next_review_on == date(2026, 5, 4)


def test_the_review_that_is_held_remembers_the_day_on_which_it_was_due(golden: Alliance, cast: Cast) -> None:
    do_review(alliance=golden, held_on=date(2026, 5, 7), outcome="on_track", note="", by=cast.lead)
    assert Review.objects.order_by("pk").last().due_on == date(2026, 5, 7)


@time_machine.travel("2026-04-20T03:00Z", tick=False)
def test_every_page_calendar_mail_and_file_reads_that_one_day(
    golden: Alliance, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    day, browser = date(2026, 5, 7), sign_in(cast.lead)
    listed = browser.get(reverse("alliance_list"), {"format": "csv"}, follow=True)
    rows = list(csv.DictReader(io.StringIO(b"".join(listed.streaming_content).decode("utf-8-sig"))))
    planned()
    feed = Client().get(urlsplit(make_feed(user=cast.lead)).path).content.decode()
    seen = {
        "the due list": [one.due_date for one in due.items(user=cast.lead, until=date(2027, 1, 1))],
        "the mail": list(Reminder.objects.values_list("due_date", flat=True)),
        "the calendar": re.findall(r"DTSTART;VALUE=DATE:(\d+)", feed),
        "the list": [one.next_review_on for one in browser.get(reverse("alliance_list")).context["page"]],
        "a file": [row["Next review"] for row in rows],
        "the proposal of a time": [
            browser.get(reverse("appointment_create", args=[golden.public_id])).context["form"].initial["on_date"]
        ],
    }
    assert seen == {
        "the due list": [day],
        "the mail": [day],
        "the calendar": ["20260507"],
        "the list": [day],
        "a file": ["2026-05-07"],
        "the proposal of a time": [day],
    }


def planned() -> None:
    plan(clock=lambda zone: datetime.now(zone))


@time_machine.travel("2026-04-20T03:00Z", tick=False)
def test_a_site_that_moves_moves_what_is_still_to_come_before_anybody_is_told(golden: Alliance, cast: Cast) -> None:
    site = cast.lead.person.site
    values = {"name": site.name, "city": "Basel", "country": "CH", "subdivision": "CH-BS"}
    edit_site(site=site, version=site.version, organisation=site.organisation, time_zone="Europe/Zurich", **values)
    planned()
    golden.refresh_from_db()
    assert golden.next_review_on == date(2026, 5, 4)


@time_machine.travel("2026-05-20T03:00Z", tick=False)
def test_a_day_that_has_passed_is_not_moved_afterwards(golden: Alliance, cast: Cast) -> None:
    at(cast.lead.person, BASEL)
    planned()
    golden.refresh_from_db()
    assert golden.next_review_on == date(2026, 5, 7)


def test_moving_the_day_is_no_change_of_the_record(golden: Alliance, cast: Cast) -> None:
    events, version = Alliance.pgh_event_model.objects.count(), golden.version
    with time_machine.travel("2026-04-20T03:00Z", tick=False):
        at(cast.lead.person, BASEL)
        planned()
    golden.refresh_from_db()
    assert (golden.next_review_on, golden.version) == (date(2026, 5, 4), version)
    assert Alliance.pgh_event_model.objects.count() == events


def test_tools_are_reviewed_on_working_days_of_their_owner_as_well(cast: Cast) -> None:
    at(cast.curator.person, TOKYO)
    with time_machine.travel(datetime(2026, 5, 3, 12, tzinfo=ZoneInfo("Asia/Tokyo")), tick=False):
        tool = make_tool(author=cast.curator, approver=cast.admin)
    tool.content.refresh_from_db()
    assert tool.content.owner == cast.curator.person
    assert tool.content.next_review_on == date(2027, 5, 6)
    with time_machine.travel("2026-06-06T03:00Z", tick=False):
        confirm_review(content=tool.content)
    assert tool.content.next_review_on == date(2027, 6, 7)
    assert tool.content.next_review_on - timedelta(1) == date(2027, 6, 6)
