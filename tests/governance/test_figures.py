"""Each figure of the dashboard moves by exactly what is changed through the pages, and its list has the same rows."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from alliances.core.models import Alliance
from coe_hub.lib.quarters import quarter_of
from coe_hub.usage.models import note_event
from coe_hub.vocabulary.models import Function
from governance.dashboard.figures import quarter_name
from tests.cast import Cast
from tests.factories import grant, make_alliance, make_user
from tests.governance.data import found, make_site, move, review, rows


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def bars(context: Any) -> dict[str, list[int]]:
    return {row.toolkit.value: [figure.count for figure in row.phases] for row in context["rows"]}


def strip(context: Any) -> list[str]:
    """The figures of the strip of reviews, without their links."""
    return [str(cell["value"]).split(">")[1].split("<")[0] for cell in context["review_cells"]]


# --- Portfolio ---------------------------------------------------------------------------------------------------
def test_a_stage_change_moves_one_alliance_along_its_bar(
    lead: Client, cast: Cast, alliance: Alliance, home: Callable[..., Any]
) -> None:
    other = make_alliance("Other", by=cast.lead, type="licence_in")
    before = home(cast.stranger)
    assert bars(before) == {"research": [0, 0, 1, 0], "development": [0, 0, 1, 0], "commercial": [0, 0, 0, 0]}
    move(lead, alliance, "winding_down")
    after = home(cast.stranger)
    assert bars(after) == {"research": [0, 0, 0, 1], "development": [0, 0, 1, 0], "commercial": [0, 0, 0, 0]}
    assert [figure.count for figure in (before["living"], after["living"])] == [2, 2]
    assert rows(lead, after["rows"][0].phases[3].url) == [alliance.name]
    assert rows(lead, after["living"].url) == sorted([alliance.name, other.name])


def test_a_bar_says_its_figures_and_opens_its_lists(
    lead: Client, alliance: Alliance, cast: Cast, home: Callable[..., Any]
) -> None:
    chart = home(cast.lead)["portfolio_chart"]
    assert 'href="/alliances/?toolkit=research&amp;phase=running" aria-label="Research, Running: 1"' in chart
    assert chart.count("<rect") == 1
    assert "<title id=" in chart
    assert "<desc id=" in chart
    assert "style=" not in chart


def test_the_columns_tell_when_an_alliance_began_and_was_closed(
    lead: Client, cast: Cast, alliance: Alliance, home: Callable[..., Any]
) -> None:
    make_alliance("Old", by=cast.lead, stage_since=date(2025, 5, 5))

    def living() -> dict[str, int]:
        return {end.day.isoformat(): end.figure.count for end in home(cast.stranger)["ends"]}

    before = living()
    assert before == {
        "2025-03-31": 0,
        "2025-06-30": 1,
        "2025-09-30": 1,
        "2025-12-31": 1,
        "2026-03-31": 2,
        "2026-06-30": 2,
        "2026-09-30": 2,
        "2026-11-23": 2,
    }
    move(lead, alliance, "closed", on="2026-06-30")
    assert living() == before | {"2026-06-30": 1, "2026-09-30": 1, "2026-11-23": 1}
    ends = home(cast.stranger)["ends"]
    assert [rows(lead, end.figure.url) for end in ends][3:6] == [["Old"], [alliance.name, "Old"], ["Old"]]
    move(lead, alliance, "running", on="2026-10-01")
    assert living() == before | {"2026-06-30": 1, "2026-09-30": 1}


def test_each_column_says_how_many_of_its_own_are_restricted(cast: Cast, home: Callable[..., Any]) -> None:
    for day in (date(2025, 11, 5), date(2026, 5, 5)):
        make_alliance(f"Secret since {day}", by=cast.lead, kind="restricted", stage_since=day)
    make_alliance("Open", by=cast.lead, stage_since=date(2025, 8, 5))
    ends = [(end.figure.count, end.figure.hidden) for end in home(cast.committee)["ends"]]
    assert ends == [(0, 0), (0, 0), (1, 0), (2, 1), (2, 1), (3, 2), (3, 2), (3, 2)]


def test_quarters_follow_the_fiscal_year(cast: Cast, home: Callable[..., Any], settings: Any) -> None:
    settings.FISCAL_YEAR_START_MONTH = 2
    context = home(cast.lead)
    assert [end.day.isoformat() for end in context["ends"]][-3:] == ["2026-07-31", "2026-10-31", "2026-11-23"]


def test_archived_alliances_are_counted_nowhere(
    lead: Client, cast: Cast, alliance: Alliance, home: Callable[..., Any]
) -> None:
    review(lead, alliance, "at_risk")
    assert lead.post(reverse("alliance_archive", args=[alliance.public_id])).status_code == 302
    context = home(cast.lead)
    assert (context["living"].count, context["ends"][-1].figure.count, found(context, "attend")) == (0, 0, (0, 0))
    assert strip(context) == ["0 of 0", "0", "0", "0"]


# --- Reviews -----------------------------------------------------------------------------------------------------
def test_a_review_held_late_leaves_the_overdue_and_joins_the_late(
    lead: Client, cast: Cast, alliance: Alliance, home: Callable[..., Any]
) -> None:
    assert strip(home(cast.lead)) == ["0 of 0", "0", "0", "1"]
    review(lead, alliance, "on_track")
    assert strip(home(cast.lead)) == ["0 of 1", "1", "0", "0"]
    assert rows(lead, "/governance/reviews/?kept=late") == [alliance.name]
    assert rows(lead, "/governance/reviews/?kept=on_time") == []
    assert rows(lead, "/governance/reviews/") == [alliance.name]


def test_a_review_held_by_its_day_is_on_time(lead: Client, cast: Cast, home: Callable[..., Any]) -> None:
    timely = make_alliance("Timely", by=cast.lead, stage_since=date(2026, 8, 23))
    assert strip(home(cast.lead)) == ["0 of 0", "0", "1", "0"]
    review(lead, timely, "on_track")
    assert strip(home(cast.lead)) == ["1 of 1", "0", "0", "0"]
    assert rows(lead, "/governance/reviews/?kept=on_time") == ["Timely"]


@pytest.mark.parametrize(
    ("state", "since", "place"), [("soon", date(2026, 9, 20), 2), ("overdue", date(2026, 8, 1), 3)]
)
def test_what_is_due_has_its_list(
    lead: Client, cast: Cast, home: Callable[..., Any], state: str, since: date, place: int
) -> None:
    make_alliance("Due", by=cast.lead, stage_since=since)
    assert strip(home(cast.lead))[place] == "1"
    assert rows(lead, home(cast.lead)["lists"].found[state].figure.url) == ["Due"]


# --- Restricted alliances ----------------------------------------------------------------------------------------
def test_restricted_alliances_are_figures_for_the_committee_and_nothing_for_members(
    cast: Cast,
    secret: Alliance,
    alliance: Alliance,
    home: Callable[..., Any],
    sign_in: Callable[..., Client],
) -> None:
    review(sign_in(cast.lead), secret, "at_risk", on="2026-03-05")
    seen = {name: home(user) for name, user in vars(cast).items()}
    living = {name: (one["living"].count, one["living"].hidden) for name, one in seen.items()}
    named = {"lead", "team", "viewer"}
    assert living == {name: (2, 0) if name in named else (1, 0) for name in seen} | {"committee": (2, 1)}
    assert found(seen["committee"], "at_risk") == (1, 1)
    assert found(seen["manager"], "at_risk") == (0, 0)
    committee = sign_in(cast.committee)
    page = committee.get("/governance/").text
    assert "Umbra" not in page
    assert secret.public_id not in page
    assert "1 of these is restricted; you see it here only as a number." in page
    assert "It is restricted; you see it here only as a number." in page
    assert rows(committee, seen["committee"]["living"].url) == [alliance.name]
    assert "only as a number" not in sign_in(cast.stranger).get("/governance/").text


def test_restricted_reviews_are_counted_for_the_committee_and_not_listed(
    cast: Cast, secret: Alliance, home: Callable[..., Any], sign_in: Callable[..., Client]
) -> None:
    review(sign_in(cast.lead), secret, "on_track")
    assert strip(home(cast.committee))[0] == "0 of 1"
    assert rows(sign_in(cast.committee), "/governance/reviews/") == []
    assert rows(sign_in(cast.team), "/governance/reviews/") == [secret.name]


def test_a_member_of_the_committee_named_on_a_restricted_alliance_sees_it(
    cast: Cast, secret: Alliance, home: Callable[..., Any], sign_in: Callable[..., Client]
) -> None:
    grant(secret, cast.committee.person, "viewer")
    context = home(cast.committee)
    assert (context["living"].count, context["living"].hidden) == (1, 0)
    assert [end.figure.hidden for end in context["ends"]] == [0] * 8
    assert rows(sign_in(cast.committee), context["living"].url) == [secret.name]


# --- The page ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_as_often_for_many_rows_as_for_one(
    count: int, cast: Cast, sign_in: Callable[..., Client], django_assert_num_queries: Any
) -> None:
    functions = Function.objects.order_by("pk")
    for number in range(count):
        site = make_site(f"Site {number}")
        user = make_user(f"User{number} Person", site=site, function=functions[number])
        note_event(user=user, kind="download", content_id=1)
        review(sign_in(cast.lead), make_alliance(f"Alliance {number}", by=cast.lead), "at_risk")
    browser = sign_in(cast.committee)
    browser.get("/governance/")
    with django_assert_num_queries(QUERIES):
        browser.get("/governance/")


QUERIES = 24


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_reviews_asks_as_often_for_many_rows_as_for_one(
    count: int, cast: Cast, lead: Client, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        review(lead, make_alliance(f"Alliance {number}", by=cast.lead), "watch")
    lead.get("/governance/reviews/")
    with django_assert_num_queries(REVIEW_QUERIES):
        assert len(lead.get("/governance/reviews/").context["page"].object_list) == count


REVIEW_QUERIES = 3


def test_an_empty_hub_says_what_will_appear_and_offers_the_first_step(
    cast: Cast, sign_in: Callable[..., Client]
) -> None:
    page = sign_in(cast.stranger).get("/governance/").text
    assert "No alliance is alive yet" in page
    assert "Nothing to report yet" in page
    assert page.count('href="/alliances/new/"') >= 1
    assert '<svg class="chart' not in page


def test_the_rail_leads_there(cast: Cast, sign_in: Callable[..., Client]) -> None:
    assert '<a href="/governance/" aria-current="page">' in sign_in(cast.auditor).get("/governance/").text


@pytest.mark.parametrize(("language", "name"), [("en", "Oct – Dec 2026"), ("ja", "2026年10月～12月")])
def test_a_quarter_is_called_by_its_months_in_either_language(language: str, name: str) -> None:
    with translation.override(language):
        assert quarter_name(quarter_of(date(2026, 11, 30))) == name
