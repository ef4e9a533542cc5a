"""The feed as ical.js reads it, and its address: private, revocable, and watched."""

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from alliances.reviews.actions.reviews import do_review
from coe_hub.calendars.actions import make_feed, revoke_feed
from coe_hub.calendars.models import CalendarFeed
from coe_hub.calendars.views import WRONG_ADDRESSES
from coe_hub.lib.logs import MaskingFormatter, mask_report
from coe_hub.people.models import User
from tests.cast import Cast
from tests.factories import make_user
from tests.lib.ical_js import read_calendar

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def clock() -> object:
    """It is 4 May 2026 until a test moves on."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def aiko(db: None) -> User:
    """Somebody in Japan, whose words are Japanese."""
    return make_user("Aiko Nakamura", account={"language": "ja", "time_zone": "Asia/Tokyo"})


def path_of(user: User) -> str:
    """The path of a new address for this user's feed."""
    return make_feed(user=user).partition("/calendar/")[2].join(("/calendar/", ""))


def fetch(path: str, **headers: str) -> object:
    return Client().get(path, headers=headers)


def read(path: str) -> dict:
    response = fetch(path)
    assert response.status_code == 200
    return read_calendar(response.content)


def test_calendar_feed_tells_what_is_due_as_whole_days(lena: User, due_on: Callable) -> None:
    alliance = due_on(date(2026, 6, 1), lena, name="Amber")
    calendar = read(path_of(lena))
    [event] = calendar["events"]
    head = ("x-wr-calname", "method", "refresh-interval")
    assert [calendar[name] for name in head] == ["CoE Hub", "PUBLISH", "PT1H"]
    assert event == {
        "uid": f"alliance_review.{alliance.pk}.{lena.person_id}@localhost",
        "summary": "Review of Amber",
        "description": event["description"],
        "location": None,
        "url": f"http://localhost:8000{alliance.get_absolute_url()}",
        "status": None,
        "transp": "TRANSPARENT",
        "sequence": "1",
        "categories": "Due",
        "dtstamp": "2026-05-04T09:00:00Z",
        "last-modified": "2026-05-04T09:00:00Z",
        "alarms": 0,
        "starts": {"isDay": True, "text": "2026-06-01", "zone": "floating", "seconds": None},
        "ends": {"isDay": True, "text": "2026-06-02", "zone": "floating", "seconds": None},
        "organizer": None,
        "attendees": [],
    }
    assert event["description"].endswith(f"Do the review:\nhttp://localhost:8000{alliance.get_absolute_url()}review/")


@pytest.fixture
def lena(db: None) -> User:
    """Somebody whose words are English and whose clock is UTC."""
    return make_user("Lena Lead")


def test_calendar_feed_speaks_the_language_of_its_owner_and_uses_code_names(aiko: User, due_on: Callable) -> None:
    due_on(date(2026, 6, 1), aiko, name="Kestrel buys Umbra", code_name="ヘロン")
    response = fetch(path_of(aiko))
    [event] = read_calendar(response.content)["events"]
    assert (event["summary"], event["categories"], response["Content-Language"]) == ("ヘロンのレビュー", "期限", "ja")
    assert "Umbra" not in response.content.decode()


@pytest.mark.parametrize(
    ("day", "is_told"),
    [
        (TODAY - timedelta(31), False),
        (TODAY - timedelta(30), True),
        (TODAY + timedelta(365), True),
        (TODAY + timedelta(366), False),
    ],
)
def test_calendar_feed_looks_a_month_back_and_a_year_ahead(
    day: date, is_told: bool, lena: User, due_on: Callable
) -> None:
    alliance = due_on(date(2026, 6, 1), lena)
    Alliance.objects.filter(pk=alliance.pk).update(review_months=1, last_reviewed_on=_month_before(day))
    days = [event["starts"]["text"] for event in read(path_of(lena))["events"]]
    assert days == ([day.isoformat()] if is_told else [])


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=day.day)


def test_calendar_feed_counts_the_days_of_its_owner(aiko: User, due_on: Callable, clock: object) -> None:
    due_on(date(2026, 5, 5), aiko)
    path = path_of(aiko)
    clock.move_to(datetime(2026, 6, 4, 14, 59, tzinfo=UTC))  # still 4 June in Tokyo: 30 days late
    assert len(read(path)["events"]) == 1
    clock.move_to(datetime(2026, 6, 4, 15, 0, tzinfo=UTC))  # 5 June there
    assert read(path)["events"] == []


def test_calendar_feed_moves_an_event_whose_date_moved_and_raises_its_sequence(
    lena: User, due_on: Callable, clock: object
) -> None:
    moved = due_on(date(2026, 6, 1), lena, name="Moved")
    due_on(date(2026, 6, 1), lena, name="Other")
    path = path_of(lena)
    before = {event["summary"]: event for event in read(path)["events"]}
    clock.shift(timedelta(hours=1))
    do_review(alliance=moved, held_on=TODAY, outcome="on_track", note="", by=lena)
    after = {event["summary"]: event for event in read(path)["events"]}
    told = [(one["uid"], one["starts"]["text"], one["sequence"], one["last-modified"]) for one in after.values()]
    same, other = before["Review of Moved"]["uid"], before["Review of Other"]["uid"]
    assert sorted(told) == sorted(
        [(same, "2026-06-04", "2", "2026-05-04T10:00:00Z"), (other, "2026-06-01", "1", "2026-05-04T09:00:00Z")]
    )


def test_calendar_feed_drops_what_is_gone_and_never_counts_backwards(
    lena: User, due_on: Callable, clock: object
) -> None:
    alliance = due_on(date(2026, 6, 1), lena, name="Amber")
    path = path_of(lena)
    assert [event["sequence"] for event in read(path)["events"]] == ["1"]
    archive_alliance(alliance=alliance)
    assert read(path)["events"] == []
    Alliance.objects.filter(pk=alliance.pk).update(archived_at=None)
    assert [event["sequence"] for event in read(path)["events"]] == ["3"]
    assert [event["sequence"] for event in read(path_of(lena))["events"]] == ["3"]


def test_calendar_feed_loses_what_its_owner_may_no_longer_see(secret: Alliance, cast: Cast) -> None:
    path = path_of(cast.lead)
    assert [event["summary"] for event in read(path)["events"]] == ["Review of Umbra acquisition talks"]
    secret.scope.grants.filter(person=cast.lead.person).delete()
    response = fetch(path)
    assert (response.status_code, "Umbra" in response.content.decode()) == (200, False)


def test_calendar_feed_tells_only_its_owner_s_part(alliance: Alliance, cast: Cast) -> None:
    assert [len(read(path_of(user))["events"]) for user in (cast.lead, cast.team, cast.manager)] == [1, 0, 0]


# --- The answer --------------------------------------------------------------------------------------------------
def test_calendar_feed_is_private_and_kept_by_nobody_in_between(lena: User, due_on: Callable) -> None:
    due_on(date(2026, 6, 1), lena)
    response = fetch(path_of(lena))
    named = ("Content-Type", "Cache-Control", "Content-Disposition", "Last-Modified")
    assert {name: response[name] for name in named} == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="coe-hub.ics"',
        "Last-Modified": "Mon, 04 May 2026 09:00:00 GMT",
    }
    assert response.cookies == {}


def test_calendar_feed_that_did_not_change_is_not_sent_again(lena: User, due_on: Callable, clock: object) -> None:
    alliance = due_on(date(2026, 6, 1), lena)
    path = path_of(lena)
    first = fetch(path)
    clock.shift(timedelta(hours=3))
    for header in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        again = fetch(path, **header)
        assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")
    do_review(alliance=alliance, held_on=TODAY, outcome="on_track", note="", by=lena)
    changed = fetch(path, **{"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed["Last-Modified"]) == (200, "Mon, 04 May 2026 12:00:00 GMT")


@pytest.mark.parametrize("count", [1, 3])
def test_calendar_feed_asks_the_database_as_often_for_three_things_as_for_one(
    count: int, lena: User, due_on: Callable, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        due_on(date(2026, 6, 1), lena, name=f"Amber {number}")
    path = path_of(lena)
    with django_assert_num_queries(5):
        response = fetch(path)
    assert response.content.decode().count("BEGIN:VEVENT") == count


# --- The address -------------------------------------------------------------------------------------------------
def test_calendar_feed_notes_when_it_was_read(lena: User, clock: object) -> None:
    path = path_of(lena)
    assert lena.calendar_feed.last_fetched_at is None
    clock.shift(timedelta(minutes=5))
    fetch(path)
    lena.calendar_feed.refresh_from_db()
    assert lena.calendar_feed.last_fetched_at == NOW + timedelta(minutes=5)


def test_only_the_hash_of_the_address_is_kept(lena: User) -> None:
    token = path_of(lena).removeprefix("/calendar/").removesuffix(".ics")
    feed = CalendarFeed.objects.get(user=lena)
    assert len(token) == 43
    assert token not in {str(value) for value in vars(feed).values()}


def test_calendar_feed_opens_no_more_once_replaced_revoked_or_closed(lena: User) -> None:
    first = path_of(lena)
    second = path_of(lena)
    assert [fetch(path).status_code for path in (first, second)] == [404, 200]
    lena.is_active = False
    lena.save()
    assert fetch(second).status_code == 404
    lena.is_active = True
    lena.save()
    assert fetch(second).status_code == 200
    revoke_feed(user=lena)
    assert fetch(second).status_code == 404


def test_wrong_addresses_are_slowed_down_and_right_ones_never(lena: User) -> None:
    path = path_of(lena)
    answers = [fetch(f"/calendar/wrong-{number}.ics").status_code for number in range(WRONG_ADDRESSES.most + 1)]
    assert answers == [404] * WRONG_ADDRESSES.most + [429]
    assert fetch("/calendar/wrong.ics")["Retry-After"] == "60"
    assert fetch(path).status_code == 200
    elsewhere = Client(REMOTE_ADDR="192.0.2.7").get("/calendar/wrong.ics")
    assert elsewhere.status_code == 404


def test_an_address_never_stands_in_a_log_or_a_report(lena: User) -> None:
    path = path_of(lena)
    secret = path.removeprefix("/calendar/").removesuffix(".ics")
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", (path,), None)
    assert MaskingFormatter("%(levelname)s %(message)s").format(record) == "WARNING Not Found: /calendar/•••"
    report = {"request": {"url": f"https://hub.example{path}"}, "tags": [["url", path]], "level": 3}
    assert secret not in str(mask_report(report))
    assert mask_report(report)["level"] == 3


def test_reading_leaves_no_trail_and_making_does(lena: User) -> None:
    events = CalendarFeed.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", flat=True)
    path = path_of(lena)
    fetch(path)
    assert list(events.all()) == ["insert"]
    revoke_feed(user=lena)
    assert list(events.all()) == ["insert", "delete"]


# --- The page ----------------------------------------------------------------------------------------------------
def test_calendar_create_shows_the_address_once(lena: User, sign_in: Callable[..., Client]) -> None:
    browser = sign_in(lena)
    assert "webcal" not in browser.get(reverse("calendar_create")).content.decode()
    made = browser.post(reverse("calendar_create"))
    address = made.context["address"]
    assert made.context["subscribe"] == address.replace("http://", "webcal://")
    assert f'value="{address}"' in made.content.decode()
    assert made["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert fetch(address.partition(":8000")[2]).status_code == 200
    for page in ("calendar_detail", "calendar_create"):
        assert address not in browser.get(reverse(page)).content.decode()


def test_calendar_detail_says_when_the_feed_was_read(lena: User, sign_in: Callable[..., Client]) -> None:
    browser = sign_in(lena)
    assert browser.get(reverse("calendar_detail")).context["feed"] is None
    path = path_of(lena)
    assert "never yet" in browser.get(reverse("calendar_detail")).content.decode()
    fetch(path)
    assert browser.get(reverse("calendar_detail")).content.decode().count("4 May 2026, 09:00") == 2


def test_calendar_delete_asks_and_then_revokes(lena: User, sign_in: Callable[..., Client]) -> None:
    browser = sign_in(lena)
    assert browser.get(reverse("calendar_delete")).status_code == 404
    path = path_of(lena)
    assert browser.get(reverse("calendar_delete")).status_code == 200
    assert fetch(path).status_code == 200
    answer = browser.post(reverse("calendar_delete"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("calendar_detail"))
    assert fetch(path).status_code == 404
