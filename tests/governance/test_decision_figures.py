"""Decisions, health checks and the pipeline on the dashboard: each figure moves by exactly what is changed through the
pages, its list has the same rows, and what stands behind a wall is counted for nobody."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alliances.agreements.actions.programmes import add_programme
from alliances.core.models import Alliance
from alliances.health.models import HealthCheck
from governance.committees.models import Committee
from governance.decisions.actions.decisions import write_decision
from governance.decisions.models import Decision
from governance.meetings.actions.running import Came, note_attendance
from tests.alliances.obligations.data import make_programme
from tests.cast import Cast
from tests.factories import make_alliance
from tests.governance.committees_data import charter, held, make_committee, sit

Home = Callable[..., Any]


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def told(cells: Any) -> list[str]:
    return [str(cell["value"]).split(">")[1].split("<")[0] for cell in cells]


def listed(browser: Client, cells: Any) -> list[list[str]]:
    """What the lists behind the figures show."""
    urls = [str(cell["value"]).split('"')[3].replace("&amp;", "&") for cell in cells]
    return [sorted(str(one) for one in browser.get(url).context["page"].object_list) for url in urls]


def decide(committee: Committee, text: str, **values: Any) -> Decision:
    return write_decision(
        committee=committee, by=None, text=text, **{"decided_on": date(2026, 6, 1), "readiness": "ready"} | values
    )


# --- Decisions ---------------------------------------------------------------------------------------------------
def test_decisions_that_wait_move_as_their_pages_are_used(
    lead: Client, cast: Cast, alliance: Alliance, home: Home
) -> None:
    jsc = make_committee(alliance, by=cast.lead)
    sit(jsc, cast.lead.person, "co_chair")
    charter(jsc, by=cast.lead)
    due = decide(jsc, "Due", review_on=date(2026, 11, 2))
    decide(jsc, "Soon", review_on=date(2026, 12, 14))
    decide(jsc, "Later", review_on=date(2027, 6, 1))
    decide(jsc, "Open", decided_on=None)
    decide(make_committee(None, by=cast.admin, kind="coe_steering", label="CoE"), "Our own", decided_on=None)
    meeting = held(jsc, by=cast.lead, starts_at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    alone = decide(jsc, "Alone", meeting=meeting)
    note_attendance(meeting=meeting, came={row.pk: Came("present") for row in meeting.attendance.all()})
    before = home(cast.stranger)["decision_cells"]
    assert told(before) == ["1", "1", "1", "1"]
    assert listed(lead, before) == [["Due"], ["Soon"], ["Alone"], ["Open"]]
    lead.post(reverse("decision_step", args=[due.public_id, "upheld"]), {"note": "", "review_on": "2026-12-01"})
    assert told(home(cast.stranger)["decision_cells"]) == ["0", "2", "1", "1"]
    lead.post(reverse("decision_step", args=[alone.public_id, "confirmed"]), {"note": "Confirmed on 20 November."})
    assert told(home(cast.stranger)["decision_cells"]) == ["0", "2", "0", "1"]
    new = {"text": "New", "readiness": "exploring", "our_vote": "", "their_vote": ""}
    lead.post(reverse("decision_create", args=[jsc.public_id]), new)
    assert told(home(cast.stranger)["decision_cells"]) == ["0", "2", "0", "2"]


def test_restricted_and_walled_decisions_programmes_and_checks(
    cast: Cast, alliance: Alliance, secret: Alliance, home: Home, sign_in: Callable[..., Client]
) -> None:
    decide(make_committee(secret, by=cast.lead), "Hidden", decided_on=None)
    walled = make_programme(alliance, "Walled", cast.team.person)
    decide(make_committee(alliance, by=cast.lead, programme=walled), "Behind it", decided_on=None)
    add_programme(alliance=secret, by=cast.lead, name="Secret", origin="partner")
    for user, decisions, programmes in ((cast.committee, "1", 1), (cast.stranger, "0", 0), (cast.team, "1", 1)):
        context = home(user)
        assert (told(context["decision_cells"])[3], context["pipeline"].total.count) == (decisions, programmes)
    context = home(cast.committee)
    assert context["pipeline"].total.hidden == 1
    assert "It is restricted; you see it here only as a number." in context["decision_cells"][3]["text"]
    assert listed(sign_in(cast.committee), context["decision_cells"])[3] == []


# --- The pipeline ------------------------------------------------------------------------------------------------
def by_phase(context: Any) -> dict[str, list[int]]:
    return {row.phase.value: [one.count for one in row.origins] for row in context["pipeline"].phases}


def test_a_programme_moves_through_the_pipeline_as_it_is_edited(
    lead: Client, cast: Cast, alliance: Alliance, home: Home
) -> None:
    create = reverse("programme_create", args=[alliance.public_id])
    lead.post(create, {"name": "Theirs", "phase": "phase_1", "origin": "partner"})
    lead.post(create, {"name": "Ours", "phase": "phase_1", "origin": "ours"})
    lead.post(create, {"name": "Unknown", "phase": ""})
    before = home(cast.stranger)
    assert by_phase(before) == {"phase_1": [1, 0, 1, 0], "": [0, 0, 0, 1]}
    found = before["pipeline"]
    assert (found.from_partners.count, found.known, found.unknown) == (1, 2, 1)
    lists = [figure for row in found.phases for figure in row.origins if figure.count]
    rows = [[one.name for one in lead.get(figure.url).context["page"].object_list] for figure in lists]
    assert rows == [["Theirs"], ["Ours"], ["Unknown"]]
    one = alliance.programmes.get(name="Theirs")
    edit = {"name": "Theirs", "phase": "phase_2", "origin": "partner", "version": one.version}
    lead.post(reverse("programme_edit", args=[one.public_id]), edit)
    assert by_phase(home(cast.stranger)) == {"phase_1": [0, 0, 1, 0], "phase_2": [1, 0, 0, 0], "": [0, 0, 0, 1]}
    lead.post(reverse("programme_edit", args=[one.public_id]), edit | {"phase": "stopped", "version": one.version + 1})
    after = home(cast.stranger)["pipeline"]
    assert (after.from_partners.count, after.total.count) == (0, 2)
    stopped = lead.get(reverse("programme_portfolio"), {"phase": "stopped"}).context["page"]
    assert [one.name for one in stopped] == ["Theirs"]


# --- Health ------------------------------------------------------------------------------------------------------
def test_a_talk_moves_an_alliance_to_those_that_were_asked(
    lead: Client, cast: Cast, alliance: Alliance, home: Home
) -> None:
    other = make_alliance("Other", by=cast.lead, tier="light")
    old = HealthCheck.objects.create(alliance=other, by=cast.lead, talked_on=date(2025, 6, 1), note="Well.")
    for one in (alliance, other):
        assert one.stage.phase == "running"
    before = home(cast.stranger)["health_cells"]
    assert told(before) == ["0 of 2", "1", "1"]
    assert listed(lead, before) == [[], [other.name], [alliance.name]]
    data = {"talked_on": "2026-11-20", "note": "They trust us."}
    lead.post(reverse("health_talk", args=[alliance.public_id]), data)
    assert HealthCheck.objects.exclude(pk=old.pk).count() == 1
    assert told(home(cast.stranger)["health_cells"]) == ["1 of 2", "1", "0"]
    context = lead.get("/governance/?tier=light").context
    assert (told(context["health_cells"]), listed(lead, context["health_cells"])) == (
        ["0 of 1", "1", "0"], [[], [other.name], []],
    )  # fmt: skip
