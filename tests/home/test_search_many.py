"""Searches that match very much: what is counted, what comes first, and that nothing hidden counts."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from alliances.core.models import Alliance
from alliances.journal.models import EntryKind, JournalEntry
from coe_hub.lib.paging import LongPaginator
from coe_hub.people.models import Organisation, Scope, ScopeKind
from tests.cast import Cast
from tests.factories import make_alliance
from tests.home.test_search import plain

DAY = date(2026, 5, 4)


@pytest.fixture
def reader(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.stranger)


def organisations(count: int, name: str, *, is_public: bool = True) -> list[str]:
    names = [f"{name} {at:04}" for at in range(count)]
    Organisation.objects.bulk_create(Organisation(name=one, is_public=is_public) for one in names)
    return names


def test_more_than_a_hundred_are_over_a_hundred_until_somebody_turns_the_pages(reader: Client) -> None:
    names = organisations(130, "Orbit")
    response = reader.get("/search/?q=orbit")
    (group,) = response.context["groups"]
    assert ([plain(one.title) for one in group.hits], group.total, group.is_over) == (names[:5], 100, True)
    chips = response.context["found"].chips
    assert [(one.label, one.count, one.is_over) for one in chips] == [("All", 100, True), ("Organisations", 100, True)]
    text = response.content.decode()
    assert ['<span class="chip-count">over 100</span>' in text, "All, over 100" in text] == [True, True]
    shown = [reader.get(f"{group.url}&page={page}").context["found"] for page in (1, 2, 3)]
    assert [plain(hit.title) for one in shown for hit in one.groups[0].hits] == names
    assert [(one.groups[0].total, one.groups[0].is_over) for one in shown] == [(100, True), (130, False), (130, False)]
    assert reader.get(f"{group.url}&page=4").status_code == 404


def test_what_is_hidden_makes_no_count_grow(reader: Client) -> None:
    organisations(130, "Hidden orbit", is_public=False)
    names = organisations(3, "Orbit")
    (group,) = reader.get("/search/?q=orbit").context["groups"]
    assert ([plain(one.title) for one in group.hits], group.total, group.is_over) == (names, 3, False)


def test_of_very_many_those_with_the_word_in_their_title_come_first_and_the_newest_lines(
    cast: Cast, reader: Client
) -> None:
    alliance = make_alliance("Alpha", by=cast.lead)
    scopes = Scope.objects.bulk_create(Scope(kind=ScopeKind.OPEN) for _ in range(120))
    known = {"alliance_type": alliance.alliance_type, "stage": alliance.stage}
    Alliance.objects.bulk_create(
        Alliance(name=f"Beta {at:03}", purpose="A falcon.", scope=one, **known) for at, one in enumerate(scopes)
    )
    make_alliance("Zeta falcon", by=cast.lead)
    JournalEntry.objects.bulk_create(
        JournalEntry(alliance=alliance, kind=EntryKind.NOTE, text="A falcon.", happened_on=DAY + timedelta(days=at))
        for at in range(120)
    )
    found = {one.kind: one for one in reader.get("/search/?q=falcon").context["groups"]}
    beside = [f"Beta {at:03}" for at in range(4)]
    assert [plain(one.title) for one in found["alliances"].hits] == ["Zeta falcon", *beside]
    lines = [plain(one.line) for one in found["journal"].hits]
    assert lines == [f"Note · {day} August 2026" for day in (31, 30, 29, 28, 27)]
    assert [one.is_over for one in found.values()] == [True, True]


def test_long_lists_are_counted_to_a_thousand_until_somebody_turns_the_pages(reader: Client) -> None:
    names = organisations(1_060, "Orbit")
    whole = Organisation.objects.filter(name__startswith="Orbit").order_by("pk")
    pages = [LongPaginator(whole, 50, most=most) for most in (1_000, 1_060)]
    assert [(one.count, one.is_over, one.num_pages) for one in pages] == [(1_000, True, 20), (1_060, False, 22)]
    text = reader.get("/people/organisations/?q=orbit").content.decode()
    assert ["Over 1,000 organisations" in text, "1–50 of over 1000" in text] == [True, True]
    late = reader.get("/people/organisations/?q=orbit&page=22")
    assert [one.name for one in late.context["page"]] == names[1_050:]
    assert ["1,060 organisations" in late.content.decode(), "1051–1060 of 1060" in late.content.decode()] == [
        True,
        True,
    ]
