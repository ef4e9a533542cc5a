"""Obligations, issues and change over eight quarters: each figure moves by exactly what is changed through the pages,
and its list has the same rows."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.obligations.models import Responsible
from coe_hub.vocabulary.models import TherapeuticArea
from tests.alliances.issues.data import issue
from tests.alliances.obligations.data import make_programme, only, owe
from tests.cast import Cast
from tests.factories import make_alliance, make_member
from tests.governance.data import found, make_site, review, rows

Home = Callable[..., Any]
PAST, NEAR, FAR = date(2026, 11, 2), date(2026, 12, 21), date(2027, 6, 1)


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def owed(context: Any) -> tuple[dict[str, int], int]:
    found = context["owed"]
    return {who.value: found.overdue[who].count for who in Responsible}, found.coming.count


def titles(browser: Client, url: str) -> list[str]:
    """What the list behind a figure of obligations or issues shows."""
    page = browser.get(url).context["page"]
    return sorted((getattr(one, "obligation", None) or one.issue).title for one in page.object_list)


# --- Obligations -------------------------------------------------------------------------------------------------
def test_what_is_fulfilled_leaves_the_overdue(lead: Client, cast: Cast, alliance: Alliance, home: Home) -> None:
    ours = owe(alliance, "Ours", fixed_on=PAST, owner=cast.lead.person)
    owe(alliance, "Theirs", fixed_on=PAST, responsible="partner")
    owe(alliance, "Soon", fixed_on=NEAR)
    owe(alliance, "Later", fixed_on=FAR)
    before = home(cast.stranger)
    assert owed(before) == ({"ours": 1, "partner": 1, "joint": 0}, 1)
    assert titles(lead, before["owed"].overdue[Responsible.OURS].url) == ["Ours"]
    assert titles(lead, before["owed"].overdue[Responsible.PARTNER].url) == ["Theirs"]
    assert titles(lead, before["owed"].coming.url) == ["Soon"]
    lead.post(reverse("fulfilment_fulfil", args=[only(ours).public_id]), {"on": "2026-11-20", "note": ""})
    assert owed(home(cast.stranger)) == ({"ours": 0, "partner": 1, "joint": 0}, 1)


def test_what_is_fulfilled_is_told_by_its_quarter(lead: Client, cast: Cast, alliance: Alliance, home: Home) -> None:
    owing = {name: owe(alliance, name, fixed_on=PAST, owner=cast.lead.person) for name in ("Kept", "Late", "Missed")}

    def last() -> list[int]:
        return [figure.count for figure in lead.get("/governance/trends/").context["trends"][1]["rows"][-1][1]]

    assert last() == [0, 0, 3]
    for name, on in (("Kept", "2026-11-01"), ("Late", "2026-11-20")):
        lead.post(reverse("fulfilment_fulfil", args=[only(owing[name]).public_id]), {"on": on, "note": ""})
    assert last() == [1, 1, 1]
    figures = lead.get("/governance/trends/").context["trends"][1]["rows"][-1][1]
    assert [titles(lead, figure.url) for figure in figures] == [["Kept"], ["Late"], ["Missed"]]


def test_money_is_summed_by_quarter_of_what_the_reader_may_open(
    cast: Cast, alliance: Alliance, secret: Alliance, home: Home, sign_in: Callable[..., Client]
) -> None:
    sums = {"flow": "in", "currency": "USD", "fixed_on": NEAR}
    owe(alliance, "Milestone", amount=Decimal(5), **sums)
    owe(secret, "Secret milestone", amount=Decimal(70), **sums)

    def told(user: Any) -> list[tuple[str, Decimal]]:
        return [(one.currency, one.flow_in) for row in home(user)["money"] for one in row.sums]

    assert told(cast.committee) == [("USD", Decimal(5))]
    assert told(cast.lead) == [("USD", Decimal(75))]
    assert titles(sign_in(cast.committee), home(cast.committee)["money"][0].url) == ["Milestone"]


def test_restricted_obligations_are_figures_for_the_committee_and_nothing_for_members(
    cast: Cast, alliance: Alliance, secret: Alliance, home: Home, sign_in: Callable[..., Client]
) -> None:
    owe(secret, "Hidden", fixed_on=PAST)
    issue(secret, "Hidden issue")
    figure = home(cast.committee)["owed"].overdue[Responsible.OURS]
    assert (figure.count, figure.hidden) == (1, 1)
    assert titles(sign_in(cast.committee), figure.url) == []
    assert home(cast.stranger)["owed"].overdue[Responsible.OURS].count == 0
    assert (home(cast.committee)["issues"].total.hidden, home(cast.stranger)["issues"].total.count) == (1, 0)


def test_what_stands_behind_a_wall_is_counted_for_nobody(cast: Cast, alliance: Alliance, home: Home) -> None:
    walled = make_programme(alliance, "Walled", cast.team.person)
    owe(alliance, "Behind it", fixed_on=PAST, programme=walled)
    issue(alliance, "Behind it too", programme=walled)
    for user in (cast.committee, cast.team, cast.lead):
        context = home(user)
        assert (context["owed"].late, context["issues"].total.count) == (0, 0)


# --- Issues ------------------------------------------------------------------------------------------------------
def standing(context: Any) -> dict[int, list[int]]:
    return {row.level.value: [age.count for age in row.ages] for row in context["issues"].levels if row.total.count}


def test_an_issue_that_climbs_moves_up_a_level_and_begins_anew(
    lead: Client, cast: Cast, alliance: Alliance, home: Home
) -> None:
    old = issue(alliance, "Old", on=date(2026, 8, 3), by=cast.lead)
    issue(alliance, "New", by=cast.lead)
    before = home(cast.stranger)
    assert standing(before) == {1: [1, 0, 1]}
    [row] = [row for row in before["issues"].levels if row.total.count]
    assert [titles(lead, age.url) for age in row.ages] == [["New"], [], ["Old"]]
    lead.post(reverse("issue_step", args=[old.public_id, "climb"]), {"reason": "No way forward."})
    after = home(cast.stranger)
    assert standing(after) == {2: [1, 0, 0], 1: [1, 0, 0]}
    lead.post(reverse("issue_step", args=[old.public_id, "resolve"]), {"reason": "Settled."})
    assert standing(home(cast.stranger)) == {1: [1, 0, 0]}


def test_an_issue_is_told_in_the_quarter_it_was_raised_in(lead: Client, cast: Cast, alliance: Alliance) -> None:
    old = issue(alliance, "Old", on=date(2026, 8, 3), by=cast.lead)
    issue(alliance, "New", by=cast.lead)

    def told() -> list[list[int]]:
        rows = lead.get("/governance/trends/").context["trends"][2]["rows"]
        return [[figure.count for figure in figures] for _name, figures in rows][-2:]

    assert told() == [[0, 1], [0, 1]]
    lead.post(reverse("issue_step", args=[old.public_id, "resolve"]), {"reason": "Settled."})
    assert told() == [[1, 0], [0, 1]]
    settled, open_one = lead.get("/governance/trends/").context["trends"][2]["rows"][-2][1]
    assert (titles(lead, settled.url), titles(lead, open_one.url)) == (["Old"], [])


# --- Reviews by quarter ------------------------------------------------------------------------------------------
def test_a_review_is_told_in_the_quarter_it_was_held_in(
    lead: Client, cast: Cast, alliance: Alliance, home: Home
) -> None:
    def told() -> list[list[int]]:
        rows = lead.get("/governance/trends/").context["trends"][0]["rows"]
        return [[figure.count for figure in figures] for _name, figures in rows]

    assert told() == [[0, 0]] * 8
    review(lead, alliance, "on_track", on="2026-09-01")
    assert told() == [*[[0, 0]] * 6, [0, 1], [0, 0]]
    late = lead.get("/governance/trends/").context["trends"][0]["rows"][6][1][1]
    page = lead.get(late.url).context["page"]
    assert [one.alliance for one in page.object_list] == [alliance]


# --- Narrowed ----------------------------------------------------------------------------------------------------
def test_every_figure_and_the_lists_behind_it_are_narrowed_alike(lead: Client, cast: Cast, alliance: Alliance) -> None:
    area = TherapeuticArea.objects.order_by("pk")[0]
    other = make_alliance("Other", by=cast.manager, type="licence_in", tier="light", therapeutic_area=area)
    cast.manager.person.site = make_site("Sendai")
    cast.manager.person.save(update_fields=["site"])
    for one in (alliance, other):
        owe(one, f"Owed by {one}", fixed_on=PAST)
        issue(one, f"Issue of {one}")
    queries = {
        "type": "licence_in",
        "tier": "light",
        "area": area.code,
        "site": cast.manager.person.site.public_id,
    }
    for name, value in queries.items():
        context = lead.get(f"/governance/?{name}={value}").context
        assert context["living"].count == 1
        assert [one.name for one in lead.get(context["living"].url).context["page"].object_list] == ["Other"]
        assert context["owed"].late == 1
        assert titles(lead, context["owed"].overdue[Responsible.OURS].url) == ["Owed by Other"]
        assert titles(lead, context["issues"].total.url) == ["Issue of Other"]
        assert [chip["value"] for chip in context["chips"]] != []


def test_a_question_that_cannot_be_read_is_not_answered(lead: Client) -> None:
    assert [lead.get(f"/governance/?{query}").status_code for query in ("type=none", "tier=x", "site=y")] == [404] * 3


# --- On one screen of a phone ------------------------------------------------------------------------------------
def test_the_three_answers_stand_together_at_the_top(lead: Client, cast: Cast, alliance: Alliance) -> None:
    review(lead, alliance, "at_risk")
    page = lead.get("/governance/").text
    short = page[page.index('class="in-short"') : page.index('class="thirds signals"')]
    assert [short.index(f'href="#{anchor}"') for anchor in ("decide", "attend", "celebrate")] == sorted(
        short.index(f'href="#{anchor}"') for anchor in ("decide", "attend", "celebrate")
    )
    assert alliance.name in short
    for anchor in ("decide", "attend", "celebrate"):
        assert f'id="{anchor}"' in page


# --- Sponsors and support ----------------------------------------------------------------------------------------
def test_a_contact_moves_a_sponsor_from_not_known_to_in_touch(
    lead: Client, cast: Cast, alliance: Alliance, home: Home, sign_in: Callable[..., Client]
) -> None:
    make_member(alliance, cast.viewer.person, role="executive_sponsor")

    def told() -> list[str]:
        return [str(cell["value"]).split(">")[1].split("<")[0] for cell in home(cast.stranger)["sponsor_cells"]]

    assert told() == ["0 of 1", "0", "1", "0"]
    lead.post(reverse("sponsor_contact", args=[alliance.public_id, cast.viewer.person.public_id]))
    assert told() == ["1 of 1", "0", "0", "0"]
    with time_machine.travel("2027-06-23T09:00Z"):
        assert told() == ["0 of 1", "1", "0", "0"]
        assert found(home(cast.stranger), "sponsor_silent") == (1, 0)
        url = home(cast.stranger)["lists"].found["sponsor_silent"].figure.url
        assert rows(sign_in(cast.lead), url) == [alliance.name]


def test_what_is_asked_for_waits_on_the_dashboard_until_it_is_answered(
    lead: Client, cast: Cast, alliance: Alliance, secret: Alliance, home: Home, sign_in: Callable[..., Client]
) -> None:
    for one in (alliance, secret):
        lead.post(reverse("support_create", args=[one.public_id]), {"text": f"Help {one}", "needed_on": ""})
    asked = home(cast.committee)["asked"]
    assert (asked.figure.count, asked.figure.hidden, [one.text for one in asked.rows]) == (2, 1, [f"Help {alliance}"])
    assert found(home(cast.committee), "support_asked") == (2, 1)
    assert home(cast.stranger)["asked"].figure.count == 1
    page = sign_in(cast.committee).get(asked.figure.url).context["page"]
    assert [one.text for one in page.object_list] == [f"Help {alliance}"]
    sign_in(cast.committee).post(asked.rows[0].get_absolute_url(), {"outcome": "granted", "answer": ""})
    after = home(cast.committee)["asked"]
    assert (after.figure.count, after.figure.hidden, list(after.rows)) == (1, 1, [])
