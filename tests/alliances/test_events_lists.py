"""Journals and reviews narrowed by words, kind and period, of one alliance and over all that one may see."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from alliances.core.models import Alliance
from alliances.journal.actions import write_entry
from alliances.journal.models import JournalEntry
from alliances.reviews.models import Review
from tests.cast import Cast
from tests.factories import make_alliance

ENTRIES = [("call", "Freezer thawed", 1), ("note", "Freezers bought", 2), ("meeting", "会議で冷凍庫を決めた", 3)]
REVIEWS = [("on_track", "All calm", 1), ("watch", "Freezer trouble", 2), ("at_risk", "冷凍庫が止まった", 3)]


@pytest.fixture
def written(alliance: Alliance, secret: Alliance, cast: Cast) -> None:
    """Three entries and three reviews on an open alliance, the same on a restricted one."""
    for one in (alliance, secret):
        for kind, text, day in ENTRIES:
            write_entry(alliance=one, kind=kind, text=text, happened_on=date(2026, 3, day), by=cast.lead)
        Review.objects.bulk_create(
            Review(alliance=one, outcome=outcome, note=note, held_on=date(2026, 3, day), by=cast.lead)
            for outcome, note, day in REVIEWS
        )


@pytest.fixture
def stranger(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.stranger)


def days(client: Client, address: str, field: str) -> list[int]:
    """The days in March of the rows that a page lists."""
    return [getattr(row, field).day for row in client.get(address).context["page"].object_list]


NARROWED = {
    "": [3, 2, 1],
    "q=freezer": [2, 1],
    "q=冷凍庫": [3],
    "since=2026-03-02": [3, 2],
    "until=2026-03-02": [2, 1],
    "since=2026-03-02&until=2026-03-02": [2],
}


@pytest.mark.parametrize(("query", "shown"), [*NARROWED.items(), ("kind=meeting", [3]), ("kind=call&q=thaw", [1])])
def test_journals_are_narrowed(
    query: str,
    shown: list[int],
    written: None,
    alliance: Alliance,
    stranger: Client,
    cast: Cast,
    sign_in: Callable[..., Client],
) -> None:
    assert days(stranger, f"/alliances/{alliance.public_id}/journal/?{query}", "happened_on") == shown
    assert days(stranger, f"/alliances/journal/?{query}", "happened_on") == shown
    twice = [day for day in shown for _alliance in range(2)]
    assert days(sign_in(cast.viewer), f"/alliances/journal/?{query}", "happened_on") == twice


REVIEWS_NARROWED = {**NARROWED, "q=freezer": [2], "outcome=at_risk": [3]}


@pytest.mark.parametrize(("query", "shown"), REVIEWS_NARROWED.items())
def test_reviews_are_narrowed(
    query: str,
    shown: list[int],
    written: None,
    alliance: Alliance,
    stranger: Client,
    cast: Cast,
    sign_in: Callable[..., Client],
) -> None:
    assert days(stranger, f"/alliances/{alliance.public_id}/reviews/?{query}", "held_on") == shown
    assert days(stranger, f"/governance/reviews/?{query}", "held_on") == shown
    twice = [day for day in shown for _alliance in range(2)]
    assert days(sign_in(cast.viewer), f"/governance/reviews/?{query}", "held_on") == twice


def test_lists_over_all_leave_out_what_was_put_away_and_name_the_alliance(
    written: None, alliance: Alliance, cast: Cast, stranger: Client
) -> None:
    put_away = make_alliance("Put away", by=cast.lead)
    write_entry(alliance=put_away, kind="note", text="Freezer", happened_on=date(2026, 3, 4), by=cast.lead)
    Alliance.objects.filter(pk=put_away.pk).update(archived_at=put_away.created_at)
    JournalEntry.objects.filter(text="Freezer thawed").update(archived_at=put_away.created_at)
    assert days(stranger, "/alliances/journal/", "happened_on") == [3, 2]
    assert stranger.get("/alliances/journal/").content.decode().count(alliance.name) == 2
    assert days(stranger, f"/alliances/{put_away.public_id}/journal/", "happened_on") == [4]


def test_lists_over_all_stand_beside_the_list_of_alliances(stranger: Client) -> None:
    addresses = [
        "/alliances/",
        "/alliances/agreements/",
        "/alliances/obligations/",
        "/alliances/issues/",
        "/alliances/risks/",
        "/governance/reviews/",
        "/alliances/goals/",
        "/alliances/journal/",
        "/alliances/health/",
    ]
    for place, address in enumerate(addresses):
        tabs = stranger.get(address).context["tabs"]
        assert [(tab["url"], tab["is_active"]) for tab in tabs] == [
            (other, number == place) for number, other in enumerate(addresses)
        ]


def test_a_hit_opens_the_page_of_the_journal_on_which_it_stands(
    alliance: Alliance, cast: Cast, stranger: Client
) -> None:
    for number in range(60):
        happened_on = date(2026, 3, 1) + timedelta(days=number // 2)
        write_entry(alliance=alliance, kind="note", text=f"Note {number}", happened_on=happened_on, by=cast.lead)
    page = f"/alliances/{alliance.public_id}/journal/"
    numbers = {}
    for text in ("Note 59", "Note 10", "Note 9"):
        entry = alliance.journal.get(text=text)
        shown = stranger.get(page, {"entry": entry.public_id}).context["page"]
        numbers[text] = (shown.number, entry in shown.object_list)
    assert numbers == {"Note 59": (1, True), "Note 10": (1, True), "Note 9": (2, True)}
    assert stranger.get(page, {"entry": "nowhere"}).context["page"].number == 1
