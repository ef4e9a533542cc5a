"""The agreements of all alliances that somebody sees."""

import json
from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from alliances.core.actions.partnerships import archive_alliance
from alliances.core.models import Alliance
from tests.alliances.agreements.data import end, make_agreement, make_programme
from tests.cast import Cast
from tests.factories import make_alliance

SignIn = Callable[..., Client]
ADDRESS = "/alliances/agreements/"
YEARLY = {"renewal": "automatic", "renewal_months": 12, "notice_months": 3}


@pytest.fixture(autouse=True)
def _monday() -> object:
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        yield


def titles(client: Client, query: str = "of=all") -> list[str]:
    """What the list shows."""
    return [one.title for one in client.get(f"{ADDRESS}?{query}").context["page"].object_list]


@pytest.fixture
def written(alliance: Alliance, secret: Alliance, cast: Cast) -> None:
    """Agreements of an open alliance, of a hidden one and behind a wall."""
    make_agreement(alliance, by=cast.lead, title="Licence", expires_on=date(2026, 12, 31), **YEARLY)
    supply = make_agreement(alliance, by=cast.lead, title="Supply", kind="supply", expires_on=date(2026, 8, 31))
    end(supply, by=cast.lead, ends_on=date(2026, 8, 31))
    make_agreement(alliance, by=cast.lead, title="Over", expires_on=date(2025, 1, 1))
    make_agreement(alliance, by=cast.lead, title="Endless", owner=cast.team.person)
    make_agreement(secret, by=cast.manager, title="Hidden")
    walled = make_programme(alliance, by=cast.manager, name="Walled", is_firewalled=True)
    make_agreement(alliance, by=cast.manager, title="Behind the wall", programme=walled)


def test_agreement_portfolio_lists_what_a_reader_sees_by_the_day_that_comes_first(
    written: None, cast: Cast, sign_in: SignIn
) -> None:
    assert titles(sign_in(cast.stranger)) == ["Supply", "Licence", "Endless"]
    assert titles(sign_in(cast.lead)) == ["Supply", "Licence", "Endless", "Hidden"]
    assert titles(sign_in(cast.manager)) == ["Supply", "Licence", "Behind the wall", "Endless"]


def test_agreement_portfolio_is_of_ones_own_alliances_first(written: None, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.team)
    assert (titles(client, ""), titles(client, "of=mine")) == (["Supply", "Licence", "Endless", "Hidden"], ["Endless"])
    assert titles(sign_in(cast.stranger), "") == []
    assert client.get(ADDRESS, {"of": "theirs"}).status_code == 404


NARROWED = {
    "q=licence": ["Licence"],
    "state=notice_given": ["Supply"],
    "state=expired": ["Over"],
    "state=all": ["Over", "Supply", "Licence", "Endless"],
    "notice=quarter": [],
    "notice=half": ["Licence"],
    "ends=quarter": ["Supply"],
    "kind=supply": ["Supply"],
    "renewal=automatic": ["Licence"],
    "owner={team}": ["Endless"],
    "alliance={alliance}": ["Supply", "Licence", "Endless"],
}


@pytest.mark.parametrize(("query", "shown"), NARROWED.items())
def test_agreement_portfolio_is_narrowed(
    query: str, shown: list[str], written: None, alliance: Alliance, cast: Cast, sign_in: SignIn
) -> None:
    named = query.format(team=cast.team.person.public_id, alliance=alliance.public_id)
    assert titles(sign_in(cast.stranger), f"of=all&{named}") == shown


def test_agreement_portfolio_as_a_file(written: None, alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.stranger)
    rows = json.loads(client.get(ADDRESS, {"of": "all", "format": "json"}).getvalue())
    assert [(row["alliance"], row["title"], row["state"], row["notice_on"]) for row in rows] == [
        (alliance.name, "Supply", "Notice given", ""),
        (alliance.name, "Licence", "In force", "2026-09-30"),
        (alliance.name, "Endless", "In force", ""),
    ]
    for kind in ("csv", "xlsx"):
        assert len(client.get(ADDRESS, {"of": "all", "format": kind}).getvalue()) > 100


def test_agreement_portfolio_leaves_out_what_was_put_away(
    written: None, alliance: Alliance, cast: Cast, sign_in: SignIn
) -> None:
    archive_alliance(alliance=alliance)
    assert titles(sign_in(cast.stranger)) == []


def test_agreement_portfolio_asks_as_much_for_three_as_for_one(
    alliance: Alliance, cast: Cast, sign_in: SignIn, django_assert_num_queries: Callable[..., object]
) -> None:
    client = sign_in(cast.lead)
    for number in range(3):
        other = make_alliance(f"Alliance {number}", by=cast.lead)
        make_agreement(other, by=cast.lead, title=f"Licence {number}", owner=cast.lead.person)
        if number in {0, 2}:
            client.get(ADDRESS)
            with django_assert_num_queries(3):
                client.get(ADDRESS)


def test_agreements_are_found_on_their_list_too(written: None, cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.stranger).get(reverse("agreement_portfolio"), {"of": "all", "q": "licence"})
    assert (page.status_code, [chip["value"] for chip in page.context["chips"]]) == (200, ["licence"])
