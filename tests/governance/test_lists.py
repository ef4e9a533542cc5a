"""Attend to, decide, celebrate: each line is found, says why, and leads to the record or to the list behind it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.core.signals import choices
from alliances.reviews.actions.reviews import do_review
from alliances.stages.actions import change_stage
from coe_hub.people.models import User
from coe_hub.vocabulary.models import Stage
from tests.cast import Cast
from tests.factories import make_alliance
from tests.governance.data import found, move, review, rows

KEPT = {"review_months": None}


def lines(context: Any, name: str) -> list[tuple[str, str, str]]:
    return [(one.title, one.text, one.url) for one in getattr(context["lists"], name)]


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def stage(alliance: Alliance, code: str, on: date, by: Any) -> None:
    change_stage(alliance=alliance, stage=Stage.objects.get(code=code), on_date=on, reason="", by=by)


# --- Attend to ---------------------------------------------------------------------------------------------------
def test_an_alliance_reviewed_at_risk_is_to_be_attended_to_until_a_better_review(
    lead: Client, cast: Cast, home: Callable[..., Any]
) -> None:
    alliance = make_alliance("Amber", by=cast.lead, **KEPT)
    assert lines(home(cast.stranger), "attend") == []
    review(lead, alliance, "at_risk", on="2026-11-20")
    after = home(cast.stranger)
    assert lines(after, "attend") == [
        ("Amber", "At risk since the review of 20 Nov 2026.", alliance.get_absolute_url())
    ]
    assert after["attend"].count == 1
    assert rows(lead, "/alliances/?finding=at_risk") == rows(lead, "/alliances/?finding=attend") == ["Amber"]
    review(lead, alliance, "watch")
    assert lines(home(cast.stranger), "attend") == []


def test_a_line_gives_the_reason_in_the_words_of_the_last_review_since_when_and_the_lead(
    lead: Client, cast: Cast, home: Callable[..., Any]
) -> None:
    alliance = make_alliance("Amber", by=cast.lead, **KEPT)
    for day, outcome, note in (
        (date(2026, 8, 3), "at_risk", "Long ago"),
        (date(2026, 9, 1), "watch", "Better"),
        (date(2026, 10, 1), "at_risk", "Assay data late"),
        (date(2026, 11, 20), "at_risk", "Assay data still late, the partner is silent"),
    ):
        do_review(alliance=alliance, by=cast.lead, outcome=outcome, note=note, held_on=day)
    [line] = home(cast.committee)["lists"].attend
    assert (line.text, line.quote, line.lead) == (
        "At risk since the review of 1 Oct 2026.",
        "Assay data still late, the partner is silent",
        "Lena Lead",
    )


def test_a_decision_has_the_reason_of_the_last_change_of_stage(cast: Cast, home: Callable[..., Any]) -> None:
    alliance = make_alliance(
        "Amber", by=cast.lead, stage="exploring", kind="open", stage_since=date(2025, 1, 7), **KEPT
    )
    change = {"stage": Stage.objects.get(code="negotiating"), "on_date": date(2025, 2, 3)}
    change_stage(alliance=alliance, reason="The term sheet is out", by=cast.lead, **change)
    [line] = home(cast.committee)["lists"].decide
    assert (line.title, line.quote, line.lead) == ("Amber", "The term sheet is out", "Lena Lead")


def test_a_review_overdue_for_over_60_days_is_to_be_attended_to_until_it_is_held(
    lead: Client, cast: Cast, home: Callable[..., Any]
) -> None:
    make_alliance("A little late", by=cast.lead, stage_since=date(2026, 6, 24))
    alliance = make_alliance("Very late", by=cast.lead, stage_since=date(2026, 6, 23))
    why = "Its review was due on 23 Sep 2026, 61 days ago."
    assert lines(home(cast.lead), "attend") == [("Very late", why, alliance.get_absolute_url())]
    assert rows(lead, "/alliances/?finding=long_overdue") == ["Very late"]
    review(lead, alliance, "on_track")
    assert found(home(cast.lead), "long_overdue") == (0, 0)


def test_an_alliance_without_a_lead_is_to_be_attended_to(lead: Client, cast: Cast, home: Callable[..., Any]) -> None:
    alliance = make_alliance("Orphan", by=cast.lead, lead=None, **KEPT)
    why = "Running since Mar 2026, and nobody who can sign in leads it."
    assert lines(home(cast.lead), "attend") == [("Orphan", why, alliance.get_absolute_url())]
    move(lead, alliance, "closed")
    assert lines(home(cast.lead), "attend") == []


def test_an_alliance_that_ends_within_a_year_unreviewed_is_to_be_attended_to_until_it_is_reviewed(
    lead: Client, cast: Cast, home: Callable[..., Any]
) -> None:
    alliance = make_alliance("Ends", by=cast.lead, ends_on=date(2027, 8, 1), **KEPT)
    make_alliance("Ends later", by=cast.lead, ends_on=date(2028, 8, 1), **KEPT)
    why = "Ends on 1 Aug 2027; not reviewed for half a year."
    assert lines(home(cast.lead), "attend") == [("Ends", why, alliance.get_absolute_url())]
    review(lead, alliance, "watch")
    assert lines(home(cast.lead), "attend") == []


def test_too_many_for_a_line_each_become_one_line_with_the_figure_and_the_list(
    lead: Client, cast: Cast, home: Callable[..., Any]
) -> None:
    for number in range(4):
        make_alliance(f"Orphan {number}", by=cast.lead, lead=None, **KEPT)
    context = home(cast.lead)
    titles = [title for title, _text, _url in lines(context, "attend")]
    assert titles == ["Orphan 0", "Orphan 1", "4 alliances have no lead"]
    assert lines(context, "attend")[2][1:] == ("", "/alliances/?finding=no_lead")
    assert [one.title for one in context["lists"].attend[2].among] == ["Orphan 2"]
    assert context["attend"].count == 4
    assert "All 4" in lead.get("/governance/").text


def test_a_line_for_several_gives_the_reason_of_each_that_it_names(
    lead: Client, cast: Cast, secret: Alliance, home: Callable[..., Any]
) -> None:
    seen = make_alliance("Amber", by=cast.lead, **KEPT)
    make_alliance("Orphan", by=cast.lead, lead=None, **KEPT)
    make_alliance("Brief", by=cast.lead, ends_on=date(2027, 8, 1), **KEPT)
    for one, note in ((seen, "The second batch failed."), (secret, "Umbra wants out.")):
        do_review(alliance=one, held_on=date(2026, 11, 20), outcome="at_risk", note=note, by=cast.lead)
    [line] = [one for one in home(cast.committee)["lists"].attend if one.title == "2 alliances stand at risk"]
    assert line.text == "1 of these is restricted; you see it here only as a number."
    assert [(one.title, one.text, one.quote, one.lead) for one in line.among] == [
        ("Amber", "At risk since the review of 20 Nov 2026.", "The second batch failed.", "Lena Lead")
    ]


def test_every_rule_that_found_something_has_a_line_and_one_alliance_counts_once(
    lead: Client, cast: Cast, home: Callable[..., Any]
) -> None:
    alliance = make_alliance("All", by=cast.lead, lead=None, ends_on=date(2027, 8, 1), **KEPT)
    review(lead, alliance, "at_risk", on="2026-03-03")
    context = home(cast.lead)
    assert [text for _title, text, _url in lines(context, "attend")] == [
        "At risk since the review of 3 Mar 2026.",
        "Running since Mar 2026, and nobody who can sign in leads it.",
        "Ends on 1 Aug 2027; not reviewed for half a year.",
    ]
    assert context["attend"].count == 1
    page = lead.get("/governance/")
    assert "1 alliance, 1 needs your attention" in " ".join(page.text.split())


# --- Decide ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ends", "why"),
    [
        (date(2027, 5, 22), "Its term ends on 22 May 2027: renew, reshape or wind down?"),
        (date(2026, 11, 1), "Its term ended on 1 Nov 2026 and the work goes on: renew, or wind down?"),
        (date(2027, 5, 23), None),
    ],
)
def test_a_term_that_ends_soon_is_to_be_decided_until_the_ending_begins(
    lead: Client, cast: Cast, home: Callable[..., Any], ends: date, why: str | None
) -> None:
    alliance = make_alliance("Term", by=cast.lead, ends_on=ends, **KEPT)
    wanted = [("Term", why, alliance.get_absolute_url())] if why else []
    assert lines(home(cast.lead), "decide") == wanted
    assert rows(lead, "/alliances/?finding=decide") == [title for title, _text, _url in wanted]
    move(lead, alliance, "winding_down")
    assert lines(home(cast.lead), "decide") == []


def test_forming_for_over_a_year_is_to_be_decided_until_it_moves_on(
    lead: Client, cast: Cast, home: Callable[..., Any]
) -> None:
    alliance = make_alliance("Slow", by=cast.lead, stage="exploring", stage_since=date(2025, 11, 23), **KEPT)
    make_alliance("Younger", by=cast.lead, stage="exploring", stage_since=date(2025, 11, 24), **KEPT)
    move(lead, alliance, "negotiating", on="2026-05-04")
    why = "Forming for over a year, last step in May 2026: sign, or let go?"
    assert lines(home(cast.lead), "decide") == [("Slow", why, alliance.get_absolute_url())]
    assert rows(lead, "/alliances/?finding=long_forming") == ["Slow"]
    move(lead, alliance, "launching")
    assert lines(home(cast.lead), "decide") == []


def test_ending_for_over_a_year_is_to_be_decided_until_it_is_closed(
    lead: Client, cast: Cast, home: Callable[..., Any]
) -> None:
    alliance = make_alliance("Lingering", by=cast.lead, stage_since=date(2024, 1, 8), **KEPT)
    stage(alliance, "winding_down", date(2025, 6, 2), cast.lead)
    why = "Ending since Jun 2025: what still keeps it open?"
    assert lines(home(cast.lead), "decide") == [("Lingering", why, alliance.get_absolute_url())]
    move(lead, alliance, "closed")
    assert lines(home(cast.lead), "decide") == []


# --- Celebrate ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("former", "word"), [("at_risk", "at risk"), ("watch", "watch")])
def test_back_on_track_is_celebrated(
    lead: Client, cast: Cast, home: Callable[..., Any], former: str, word: str
) -> None:
    alliance = make_alliance("Mended", by=cast.lead, **KEPT)
    do_review(alliance=alliance, held_on=date(2026, 6, 1), outcome=former, note="", by=cast.lead)
    assert lines(home(cast.lead), "celebrate") == []
    review(lead, alliance, "on_track", on="2026-07-01")
    why = f"From {word} to on track, reviewed on 1 Jul 2026."
    assert lines(home(cast.lead), "celebrate") == [("Mended", why, alliance.get_absolute_url())]
    review(lead, alliance, "on_track", on="2026-11-02")
    assert lines(home(cast.lead), "celebrate") == []


def test_back_on_track_before_last_quarter_is_no_news(cast: Cast, home: Callable[..., Any]) -> None:
    alliance = make_alliance("Mended", by=cast.lead, **KEPT)
    for day, outcome in ((date(2026, 6, 1), "at_risk"), (date(2026, 6, 30), "on_track")):
        do_review(alliance=alliance, held_on=day, outcome=outcome, note="", by=cast.lead)
    assert lines(home(cast.lead), "celebrate") == []


def test_work_that_began_is_celebrated(lead: Client, cast: Cast, home: Callable[..., Any]) -> None:
    alliance = make_alliance("New", by=cast.lead, stage="launching", **KEPT)
    assert lines(home(cast.lead), "celebrate") == []
    move(lead, alliance, "running", on="2026-10-05")
    assert lines(home(cast.lead), "celebrate") == [("New", "Running since 5 Oct 2026.", alliance.get_absolute_url())]
    assert rows(lead, "/alliances/?finding=began") == ["New"]
    move(lead, alliance, "renegotiating", on="2026-10-20")  # another stage of the same phase
    assert lines(home(cast.lead), "celebrate") == [("New", "Running since 5 Oct 2026.", alliance.get_absolute_url())]


# --- Who sees it -------------------------------------------------------------------------------------------------
def test_what_the_reader_may_not_see_is_a_figure_without_a_name(
    lead: Client, cast: Cast, secret: Alliance, home: Callable[..., Any]
) -> None:
    review(lead, secret, "at_risk")
    assert lines(home(cast.stranger), "attend") == []
    assert lines(home(cast.committee), "attend") == [
        (
            "1 alliance stands at risk",
            "It is restricted; you see it here only as a number.",
            "/alliances/?finding=at_risk",
        )
    ]
    assert lines(home(cast.team), "attend") == [
        (secret.name, "At risk since the review of 23 Nov 2026.", secret.get_absolute_url())
    ]


def test_the_list_behind_a_figure_says_that_restricted_ones_are_left_out_and_whom_to_ask(
    lead: Client, cast: Cast, secret: Alliance, sign_in: Callable[..., Client]
) -> None:
    review(lead, secret, "at_risk")
    told = "Restricted alliances that you are not named on are in the figures of the dashboard, not in this list."
    page = sign_in(cast.committee).get("/alliances/?finding=at_risk")
    assert ([one.pk for one in page.context["people_to_ask"]], told in page.text) == ([cast.manager.person_id], True)
    assert ("None that you may open" in page.text, secret.name in page.text) == (True, False)
    for browser, address in (
        (sign_in(cast.committee), "/alliances/"),
        (sign_in(cast.committee), "/alliances/?q=Umbra"),
        (sign_in(cast.stranger), "/alliances/?finding=at_risk"),
    ):
        page = browser.get(address)
        assert (page.context["people_to_ask"], told in page.text) == ([], False)


def test_where_nobody_manages_all_alliances_the_admins_are_asked(cast: Cast, sign_in: Callable[..., Client]) -> None:
    User.objects.filter(pk=cast.manager.pk).update(is_active=False)
    page = sign_in(cast.committee).get("/alliances/?finding=at_risk")
    assert [one.pk for one in page.context["people_to_ask"]] == [cast.admin.person_id]


@pytest.mark.parametrize("code", [code for code, _label in choices()])
def test_every_finding_narrows_the_list_and_its_files(code: str, cast: Cast, lead: Client) -> None:
    make_alliance("Plain", by=cast.lead, stage_since=date(2026, 11, 2))
    address = reverse("alliance_list") + f"?finding={code}"
    assert rows(lead, address) == []
    assert lead.get(address + "&format=json").status_code == 200
