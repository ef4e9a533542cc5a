"""Issues and risks wherever others look for them: lists and files, due list, search, history, news, the dashboard,
handing over; and what is behind a wall is nowhere."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliances.agreements.actions.programmes import let_in
from alliances.core import parts, signals
from alliances.core.models import Alliance
from alliances.core.sentences import alliance_sentences
from alliances.issues.actions.issues import edit_issue
from alliances.issues.actions.steps import climb, resolve
from alliances.issues.history import issue_sentences, risk_sentences
from alliances.issues.models import Issue, Risk
from alliances.issues.placeholders import placeholders
from coe_hub import due
from coe_hub.attachments.actions import add_link
from coe_hub.people.handover.actions import hand_over
from coe_hub.people.handover.belongings import holdings
from tests.alliances.issues.data import TODAY, fresh, issue, risk
from tests.alliances.obligations.data import make_programme
from tests.cast import Cast
from tests.factories import make_alliance, make_user
from tests.home.test_search import found

LIST = reverse("issue_list")


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        yield


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def titles(browser: Client, address: str) -> list[str]:
    """What a page lists, in its order."""
    page = browser.get(address).context["page"]
    return [getattr(row, "issue", row).title for row in page]


# --- Lists ------------------------------------------------------------------------------------------------------------
@pytest.fixture
def several(cast: Cast, alliance: Alliance) -> None:
    """Three issues on two alliances: one climbed, one whose clock ran out, one resolved."""
    other = make_alliance("Halden × Kestrel", by=cast.manager)
    late = issue(alliance, "Late", on=date(2026, 5, 4), severity="severe", owner=cast.lead.person, turn="ours")
    assert late.owner == cast.lead.person
    climbed = issue(other, "Climbed", on=date(2026, 6, 1), agreed_text="Both agree on nothing", turn="theirs")
    climb(issue=climbed, reason="No way forward", by=cast.lead)
    resolve(issue=issue(other, "Over"), reason="Settled at lunch", by=cast.lead)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Late", "Climbed"]),
        ("?state=run_out", ["Late"]),
        ("?state=resolved", ["Over"]),
        ("?state=all", ["Late", "Climbed", "Over"]),
        ("?level=2", ["Climbed"]),
        ("?severity=severe", ["Late"]),
        ("?turn=theirs", ["Climbed"]),
        ("?since=2026-06-01", ["Climbed"]),
        ("?q=nothing", ["Climbed"]),
    ],
)
def test_the_list_over_all_narrows(query: str, expected: list[str], lead: Client, several: None) -> None:
    assert titles(lead, LIST + query) == expected


def test_the_list_as_a_file_says_level_clock_and_days_left(lead: Client, several: None) -> None:
    body = b"".join(lead.get(f"{LIST}?format=csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    columns = ("What is at issue", "Level", "On its level since", "Clock ends on", "Working days left", "State")
    read = [tuple(row[column] for column in columns) for row in rows]
    assert read == [
        ("Late", "Alliance managers", "2026-05-04", "2026-05-18", "-20", "Its clock ran out"),
        ("Climbed", "Project team", "2026-06-15", "2026-06-29", "10", "Climbed"),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["High", "Low"]),
        ("?state=passed", ["Over"]),
        ("?height=high", ["High"]),
        ("?response=accept", ["Low"]),
        ("?until=2026-07-01", ["Low"]),
        ("?q=plant", ["High"]),
    ],
)
def test_the_list_of_risks_narrows(query: str, expected: list[str], lead: Client, alliance: Alliance) -> None:
    risk(alliance, "Low", likelihood=1, impact=1, response="accept", review_on=date(2026, 7, 1))
    risk(alliance, "High", likelihood=5, impact=5, cause="One plant")
    over = risk(alliance, "Over")
    lead.post(reverse("risk_close", args=[over.public_id]), {"closing": "passed", "on": "2026-06-15", "note": "a"})
    assert titles(lead, reverse("risk_list") + query) == expected


# --- Due --------------------------------------------------------------------------------------------------------------
def owed(kind: str) -> list[tuple[str, int, int | None, date]]:
    rows = due.iterate(until=TODAY + timedelta(days=400), kind=kind)
    return [(one.title, one.owner_id, one.backup_id, one.due_date) for one in rows]


def test_an_open_issue_is_due_on_the_last_day_of_its_clock_to_whoever_sees_to_it(
    cast: Cast, alliance: Alliance
) -> None:
    mine = issue(alliance, "Mine", owner=cast.team.person)
    issue(alliance, "Nobody’s")
    resolve(issue=issue(alliance, "Over"), reason="a", by=None)
    team, lead = cast.team.person_id, cast.lead.person_id
    assert sorted(owed("issue")) == [
        ("Mine", team, lead, date(2026, 6, 29)),
        ("Nobody’s", lead, None, date(2026, 6, 29)),
    ]
    climb(issue=mine, reason="a", by=None)
    climb(issue=mine, reason="a", by=None)
    assert ("Mine", team, lead, date(2026, 7, 6)) in owed("issue")


def test_a_risk_is_due_on_the_day_of_its_next_look_and_one_click_sets_the_next(cast: Cast, alliance: Alliance) -> None:
    one = risk(alliance, "Supplier", owner=cast.team.person, review_on=TODAY)
    assert owed("risk") == [("Supplier", cast.team.person_id, cast.lead.person_id, TODAY)]
    [item] = due.iterate(until=TODAY, kind="risk")
    item.source.finish(one.pk, cast.team.person)
    assert [row[-1] for row in owed("risk")] == [date(2026, 9, 14)]


# --- Found, told, counted ---------------------------------------------------------------------------------------------
def test_search_finds_issues_and_risks_by_title_and_text(lead: Client, alliance: Alliance) -> None:
    issue(alliance, "Batch quarrel", their_contribution="The reactor stood still")
    risk(alliance, "Reactor fails")
    groups = found(lead, "reactor")
    assert sorted(groups) == ["Issues", "Risks"]


def test_the_record_tells_its_history_in_sentences(cast: Cast, alliance: Alliance) -> None:
    one = issue(alliance, "Batch", by=cast.lead)
    climb(issue=one, reason="No way forward", by=cast.lead)
    one = fresh(one)
    edit_issue(issue=one, version=one.version, severity="severe")
    resolve(issue=one, reason="Half each", by=cast.lead)
    told = [sentence.what for sentence in issue_sentences(one)]
    # All of it happened in one moment; in one moment steps are told after what was written.
    assert told == [
        "resolved “Batch”: Half each",
        "let “Batch” climb to the level “Project team”: No way forward",
        "raised the issue “Batch”",
        "changed “severity” from Serious: a milestone or the budget is at stake to Severe: the alliance is at stake",
    ]
    watched = risk(alliance, "Supplier")
    assert [sentence.what for sentence in risk_sentences(watched)] == ["wrote down the risk “Supplier”"]
    on_record = {sentence.what for sentence in alliance_sentences(alliance)}
    told[-1] = f"“Batch”: {told[-1]}"
    assert {*told, "wrote down the risk “Supplier”"} <= on_record


@pytest.mark.parametrize(
    ("code", "values", "climbs", "expected"),
    [
        ("issue_run_out", {"on": date(2026, 5, 4)}, 0, True),
        ("issue_run_out", {}, 0, False),
        ("issue_severe", {"severity": "severe"}, 0, True),
        ("issue_severe", {}, 0, False),
        ("issue_at_the_top", {}, 3, True),
        ("issue_at_the_top", {}, 2, False),
    ],
)
def test_the_dashboard_is_told_of_an_issue_until_it_is_resolved(
    code: str, values: dict[str, Any], climbs: int, expected: bool, cast: Cast, alliance: Alliance
) -> None:
    one = issue(alliance, **values)
    for _level in range(climbs):
        climb(issue=one, reason="a", by=None)
    rule = signals.rule_of(code)
    assert (alliance in Alliance.objects.filter(rule(TODAY))) is expected
    resolve(issue=one, reason="a", by=None)
    assert list(Alliance.objects.filter(rule(TODAY))) == []


def test_tools_come_filled_in_with_the_ladder_issues_and_risks(cast: Cast, alliance: Alliance) -> None:
    issue(alliance, "Batch")
    risk(alliance, "Supplier", likelihood=4, impact=4, owner=cast.lead.person)
    said = placeholders(alliance)
    assert (said["issues.1.title"], said["issues.1.level"], said["issues.1.until"]) == (
        *("Batch", "Alliance managers"), "29 Jun 2026",
    )  # fmt: skip
    assert (said["risks.1.title"], said["risks.1.exposure"], said["risks.1.owner"]) == ("Supplier", "16", "Lena Lead")
    assert (said["ladder.1.level"], said["ladder.1.days"], said["ladder.1.ours"]) == (
        *("Alliance managers", "10 working days"), "Lena Lead",
    )  # fmt: skip
    assert (said["ladder.6.level"], said["ladder.6.days"]) == ("Final say", "no clock")


def test_issues_and_risks_go_over_with_whoever_leaves(cast: Cast, alliance: Alliance) -> None:
    one, watched = issue(alliance, owner=cast.team.person), risk(alliance, owner=cast.team.person)
    held = [row for row in holdings(cast.team.person, user=cast.admin).shown if row.kind in {"issue", "risk"}]
    assert [(row.title, row.object_id) for row in held] == [(one.title, one.pk), (watched.title, watched.pk)]
    takers = {row.key: cast.lead.person for row in held}
    hand_over(giver=cast.team.person, takers=takers, by=cast.admin)
    assert (Issue.objects.get().owner, Risk.objects.get().owner) == (cast.lead.person, cast.lead.person)


def test_a_light_alliance_has_the_page_only_once_it_is_used(cast: Cast) -> None:
    light = make_alliance("Light", by=cast.lead, tier="light")
    assert "issues" in {part.code for part in parts.unused_parts(light)}
    risk(light)
    assert "issues" not in {part.code for part in parts.unused_parts(light)}


def test_issues_take_files(lead: Client, cast: Cast, alliance: Alliance) -> None:
    one = issue(alliance)
    add_link(record=one, by=cast.lead, title="Minutes of the call", address="https://vault.example/1")
    assert "Minutes of the call" in lead.get(one.get_absolute_url()).content.decode()


# --- Behind a wall ----------------------------------------------------------------------------------------------------
def test_whoever_is_let_in_sees_what_is_behind_the_wall_and_nobody_else(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    walled = make_user("Wanda Walled")
    programme = make_programme(alliance, "Heron", walled.person)
    one = issue(alliance, "Umbra quarrel", programme=programme, severity="severe", on=date(2026, 5, 4))
    watched = risk(alliance, "Umbra stops", programme=programme)
    assert (one.scope, watched.scope) == (programme.scope, programme.scope)
    inside, outside = sign_in(walled), sign_in(cast.lead)
    page = reverse("alliance_issues", args=[alliance.public_id])
    addresses = [LIST, reverse("risk_list"), page, one.get_absolute_url(), watched.get_absolute_url()]
    seen = [("Umbra" in browser.get(at).content.decode()) for browser in (inside, outside) for at in addresses]
    assert seen == [True] * 5 + [False] * 5
    assert [outside.get(at).status_code for at in addresses[3:]] == [404, 404]
    everything = Alliance.objects.all()
    codes = ("issue_run_out", "issue_severe", "issue_at_the_top")
    assert [list(everything.filter(signals.rule_of(code)(TODAY))) for code in codes] == [[], [], []]
    assert [key for key in placeholders(alliance) if key.startswith(("issues.", "risks."))] == []
    told = " ".join(sentence.what for sentence in alliance_sentences(alliance))
    assert "Umbra" not in told


def test_what_is_put_behind_a_wall_later_takes_its_issues_along(
    cast: Cast, alliance: Alliance, sign_in: Callable[..., Client]
) -> None:
    programme = make_programme(alliance, "Heron")
    one = issue(alliance, "Umbra quarrel", programme=programme)
    assert one.scope == alliance.scope
    browser = sign_in(cast.manager)
    browser.post(reverse("programme_wall", args=[programme.public_id]), {"reason": "a rival asset"})
    programme.refresh_from_db()
    one.refresh_from_db()
    assert (one.scope, one.scope == alliance.scope) == (programme.scope, False)
    let_in(programme=programme, person=cast.stranger.person, access="viewer")
    assert sign_in(cast.stranger).get(one.get_absolute_url()).status_code == 200
    assert timezone.localdate() == TODAY
