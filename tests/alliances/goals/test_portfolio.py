"""The goals of all alliances that somebody sees."""

import json
from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.goals.actions.goals import give_up_goal, reach_goal, set_goal
from tests.cast import Cast
from tests.factories import make_alliance

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _in_june() -> object:
    with time_machine.travel("2026-06-10T09:00Z", tick=False):
        yield


@pytest.fixture(autouse=True)
def _written(alliance: Alliance, secret: Alliance, cast: Cast) -> None:
    words = {"by": cast.lead, "people": [cast.lead.person]}
    set_goal(alliance=alliance, text="One candidate", horizon="long", due_on=date(2026, 9, 30), **words)
    set_goal(alliance=alliance, text="A shared assay", due_on=date(2026, 6, 1), **words)
    set_goal(alliance=alliance, text="Some day", **words)
    reach_goal(goal=set_goal(alliance=alliance, text="Reached", **words), on=date(2026, 6, 2), note="")
    give_up_goal(goal=set_goal(alliance=alliance, text="Given up", **words), because="No budget")
    set_goal(alliance=secret, text="Hidden", **words)


def texts(client: Client, query: str = "of=all") -> list[str]:
    """What the list shows."""
    page = client.get(f"/alliances/goals/?{query}")
    return [signing.goal.text for signing in page.context["rows"]]


def test_goal_portfolio_lists_what_a_reader_sees(cast: Cast, sign_in: SignIn) -> None:
    stranger = sign_in(cast.stranger)
    assert texts(stranger) == ["A shared assay", "One candidate", "Some day"]
    assert (texts(stranger, ""), texts(sign_in(cast.team), "")) == (
        [], ["A shared assay", "One candidate", "Some day", "Hidden"],
    )  # fmt: skip
    assert stranger.get("/alliances/goals/", {"of": "theirs"}).status_code == 404


NARROWED = {
    "q=candidate": ["One candidate"],
    "state=reached": ["Reached"],
    "state=given_up": ["Given up"],
    "when=late": ["A shared assay"],
    "when=year": ["One candidate"],
    "horizon=long": ["One candidate"],
}


@pytest.mark.parametrize(("query", "shown"), NARROWED.items())
def test_goal_portfolio_is_narrowed(query: str, shown: list[str], cast: Cast, sign_in: SignIn) -> None:
    assert texts(sign_in(cast.stranger), f"of=all&{query}") == shown


def test_goal_portfolio_as_a_file(alliance: Alliance, cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.stranger).get(reverse("goal_portfolio"), {"of": "all", "state": "all", "format": "json"})
    rows = json.loads(answer.getvalue())
    assert [(row["alliance"], row["text"], row["state"]) for row in rows] == [
        (alliance.name, "A shared assay", "Open"),
        (alliance.name, "One candidate", "Open"),
        (alliance.name, "Some day", "Open"),
        (alliance.name, "Given up", "Given up"),
        (alliance.name, "Reached", "Reached"),
    ]


def test_goal_portfolio_asks_as_much_for_three_alliances_as_for_one(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: Callable[..., object]
) -> None:
    client = sign_in(cast.lead)
    for number in range(3):
        other = make_alliance(f"Alliance {number}", by=cast.lead)
        set_goal(alliance=other, by=cast.lead, people=[cast.lead.person], text="Together")
        if number in {0, 2}:
            client.get("/alliances/goals/")
            with django_assert_num_queries(5):
                client.get("/alliances/goals/")
