"""Each figure of the dashboard moves when one record is changed through its page: by exactly that, and no other moves.

One story through the pages, since every step shows that all other figures stay."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.health.actions import begin_check
from alliances.issues.models import Issue
from alliances.obligations.models import Fulfilment, Obligation
from alliances.sponsors.models import SupportRequest
from coe_hub.surveys.actions.waves import Invitee, SideToAsk
from coe_hub.vocabulary.models import AllianceRole, CommitteeKind
from governance.committees.models import Committee
from governance.decisions.models import Decision
from governance.meetings.models import Meeting
from tests.cast import Cast
from tests.surveys.data import OURS, THEIRS, answer, make_questionnaire, people_of

STRIPS = ("review", "obligation", "committee", "decision", "health", "seen", "sponsor", "coverage")
OWED = {
    "kind": "reporting", "responsible": "ours", "counts_from": "fixed", "direction": "after", "unit": "days",
    "off_day": "stays", "count": "0", "country": "", "flow": "", "certainty": "firm", "condition_state": "unknown",
    "owner": "",
}  # fmt: skip
CHARTER = {
    "valid_from": "2026-01-05", "reason": "As signed", "cadence": 3, "cadence_unit": "months", "approval": "silence",
    "approval_days": 5, "notice_days": 10, "minutes_days": 5,
}  # fmt: skip


def figures(context: Any) -> dict[str, str]:
    """Every figure of the page by its name."""
    told = {
        f"{strip}: {cell['label']}": str(cell["value"]).split(">")[1].split("<")[0]
        for strip in STRIPS
        for cell in context[f"{strip}_cells"]
    }
    told |= {f"portfolio: {row.toolkit.value} {place}": str(figure.count)
             for row in context["rows"] for place, figure in enumerate(row.phases)}  # fmt: skip
    told |= {f"living: {end.day}": str(end.figure.count) for end in context["ends"]}
    told |= {f"issues: {row.level.value} {age}": str(figure.count)
             for row in context["issues"].levels for age, figure in enumerate(row.ages)}  # fmt: skip
    told |= {f"pipeline: {row.phase.value or '?'} {place}": str(figure.count)
             for row in context["pipeline"].phases for place, figure in enumerate(row.origins)}  # fmt: skip
    told |= {f"money: {row.quarter.start}": ", ".join([*row.flow_in, *row.flow_out]) for row in context["money"]}
    told |= {"support": str(context["asked"].figure.count), "attend": str(context["attend"].count),
             "decide": str(context["decide"].count)}  # fmt: skip
    if steering := context["steering"]:
        told |= {f"sits: {name}": str(len(people)) for name, people in steering.functions}
        told["meets next"] = str(steering.next_meeting and steering.next_meeting.local_day)
    return told


class Story:
    """What the dashboard says, step by step."""

    def __init__(self, browser: Client) -> None:
        self.browser = browser

    def told(self) -> dict[str, str]:
        return figures(self.browser.get("/governance/").context)

    def post(self, page: str, /, *ids: Any, **data: Any) -> None:
        """Send the page's form; it must be taken."""
        answer = self.browser.post(reverse(page, args=ids), data)
        assert answer.status_code in (200, 204, 302)
        form = answer.context and answer.context.get("form")
        assert not (form and form.errors), form.errors

    @contextmanager
    def moves(self, **_: Any) -> Iterator[dict[str, tuple[str, str]]]:
        """Gives what moved in between: name, before and after; empty until it is over."""
        before, moved = self.told(), {}
        yield moved
        after = self.told()
        moved |= {
            name: (before.get(name, ""), after.get(name, ""))
            for name in before | after
            if before.get(name, "") != after.get(name, "")
        }


@pytest.fixture
def story(cast: Cast, sign_in: Callable[..., Client]) -> Story:
    return Story(sign_in(cast.lead))


def test_each_figure_moves_by_what_is_changed_on_one_page(
    cast: Cast, alliance: Alliance, story: Story, sign_in: Callable[..., Client]
) -> None:
    here = alliance.public_id
    steps: list[tuple[str, dict[str, tuple[str, str]]]] = []

    def then(page: str, /, *ids: Any, **data: Any) -> dict[str, tuple[str, str]]:
        with story.moves() as moved:
            story.post(page, *ids, **data)
        steps.append((page, moved))
        return moved

    # Obligations, by who owes them; money by its quarter
    for who, label in (("ours", "us"), ("partner", "partners"), ("joint", "both")):
        data = OWED | {"title": who, "responsible": who, "fixed_on": "2026-11-02"}
        moved = then("obligation_create", here, **data)
        assert moved == {f"obligation: Overdue by {label}": ("0", "1")}, who
    money = {"title": "Milestone", "fixed_on": "2026-12-21", "flow": "in", "amount": "5", "currency": "USD"}
    assert then("obligation_create", here, **OWED | money) == {
        "obligation: Due within three months": ("0", "1"), "money: 2026-10-01": ("", "USD 5"),
    }  # fmt: skip
    for who, label in (("ours", "us"), ("partner", "partners"), ("joint", "both")):
        due = Fulfilment.objects.get(obligation__title=who)
        moved = then("fulfilment_fulfil", due.public_id, on="2026-11-20", note="")
        assert moved == {f"obligation: Overdue by {label}": ("1", "0")}, who

    # Committees: formed, charter, a meeting that wakes it and owes minutes, minutes sent
    kind = CommitteeKind.objects.get(code="joint_steering").pk
    named = {"label": "JSC", "kind": kind, "expansion": "Joint Steering Committee", "formed_on": "2026-01-05"}
    assert then("alliance_committee_create", here, **named) == {"committee: Joint committees": ("0", "1")}
    jsc = Committee.objects.get()
    assert then("seat_create", jsc.public_id, person=cast.lead.person.display_name, role="co_chair") == {}
    with story.moves() as moved:
        address = f"{reverse('charter_create', args=[jsc.public_id])}?basis=contracted"
        assert story.browser.post(address, CHARTER).status_code == 302
    assert moved == {"committee: Not meeting": ("0", "1")}
    hour = {"on_date": "2026-11-02", "starts": "10:00", "minutes_long": "90", "time_zone": "Asia/Tokyo", "version": 0}
    assert then("meeting_create", jsc.public_id, **hour) == {}
    meeting = Meeting.objects.get()
    moved = then("meeting_hold", meeting.public_id)
    assert moved == {"committee: Not meeting": ("1", "0"), "committee: Minutes late": ("0", "1")}
    [row] = meeting.attendance.all()
    assert then("attendance_note", meeting.public_id, **{f"presence-{row.pk}": "present"}) == {
        "coverage: Meetings with an alliance manager": ("0 of 0", "0 of 1")
    }
    sent = {"people": [row.person.public_id]}
    assert then("minutes_circulate", meeting.public_id, **sent) == {"committee: Minutes late": ("1", "0")}

    # Decisions: on the way, taken, to be looked at again soon, looked at
    words = {"our_vote": "", "their_vote": ""}
    then("decision_create", jsc.public_id, text="Open", readiness="exploring", **words)
    assert steps[-1][1] == {"decision: Not decided yet": ("0", "1")}
    taken = {"text": "Taken", "readiness": "ready", "decided_on": "2026-11-02", "review_on": "2026-12-14"}
    assert then("decision_create", jsc.public_id, **taken, **words) == {"decision: Look due within 30 days": ("0", "1")}
    look = Decision.objects.get(text="Taken")
    assert then("decision_step", look.public_id, "upheld", note="", review_on="2027-11-02") == {
        "decision: Look due within 30 days": ("1", "0")
    }

    # Issues climb; programmes; sponsors; support
    issue = {"title": "Late", "severity": "minor", "turn": "theirs", "on": "2026-11-20"}
    assert then("issue_create", here, **issue) == {"issues: 1 0": ("0", "1")}
    climb = then("issue_step", Issue.objects.get().public_id, "climb", reason="No way forward.")
    assert climb == {"issues: 1 0": ("1", "0"), "issues: 2 0": ("0", "1")}
    assert then("programme_create", here, name="KRAS", phase="phase_1", origin="partner") == {
        "pipeline: phase_1 0": ("", "1"), "pipeline: phase_1 1": ("", "0"), "pipeline: phase_1 2": ("", "0"),
        "pipeline: phase_1 3": ("", "0"),
    }  # fmt: skip
    role = AllianceRole.objects.get(code="executive_sponsor").pk
    joins = then("member_create", here, person=cast.viewer.person.display_name, roles=[role])
    assert joins["sponsor: Not known"] == ("0", "1")
    assert joins["sponsor: In touch"] == ("0 of 0", "0 of 1")
    assert joins["sponsor: No sponsor"] == ("1", "0")
    assert then("sponsor_contact", here, cast.viewer.person.public_id) == {
        "sponsor: In touch": ("0 of 1", "1 of 1"), "sponsor: Not known": ("1", "0"),
    }  # fmt: skip
    asks = then("support_create", here, text="A second chemist", needed_on="")
    assert asks == {"support": ("0", "1"), "decide": ("0", "1")}
    request = SupportRequest.objects.get()
    with story.moves() as moved:
        url = reverse("support_answer", args=[request.public_id])
        assert sign_in(cast.committee).post(url, {"outcome": "granted", "answer": ""}).status_code == 302
    assert moved == {"support": ("1", "0"), "decide": ("1", "0")}

    # Reviews and stages
    held = then("review_create", here, outcome="at_risk", note="", held_on="2026-11-23")
    assert held["review: Overdue"] == ("1", "0")
    assert held["review: Held late"] == ("0", "1")
    assert Obligation.objects.count() == 4


def test_a_health_check_moves_who_was_asked_and_how_they_see_it_once_it_is_closed(
    cast: Cast, alliance: Alliance, secret: Alliance, story: Story, home: Callable[..., Any]
) -> None:
    questionnaire = make_questionnaire(cast.curator)
    ours, theirs = people_of(alliance, "ours", OURS), people_of(alliance, "theirs", THEIRS)
    sides = [
        SideToAsk("Kestrel", True, [Invitee(one) for one in ours]),
        SideToAsk("Northwind", False, [Invitee(one) for one in theirs]),
    ]
    days = {"opens_on": date(2026, 11, 23), "closes_on": date(2026, 12, 4)}
    check = begin_check(
        alliance=alliance, questionnaire=questionnaire, by=cast.lead, sides=sides, is_anonymous=True, minimum=3,
        **days,
    ).check  # fmt: skip
    assert check.wave is not None
    for person in ours:
        answer(check.wave, person, word_kept="5", bad_news="4", one_plan="3")
    for person in theirs[:2]:
        answer(check.wave, person, word_kept="2", bad_news="2", one_plan="2")
    answer(check.wave, theirs[2], word_kept="5", bad_news="2", one_plan="2")
    with story.moves() as moved:
        story.post("health_close", check.public_id)
    assert moved == {
        "health: Asked within a year": ("0 of 1", "1 of 1"), "health: Never asked": ("1", "0"),
        # (5 + 4 + 3) / 3 on our side; (2 + 2 + 2 + 2 + 2 + 2 + 5 + 2 + 2) / 9 on theirs
        "seen: Our side sees it as": ("", "4.0"), "seen: Partners see it as": ("", "2.3"),
        "seen: A side below 3": ("", "1"), "seen: Seen differently": ("", "1"),
    }  # fmt: skip
    for name, found in (("low", [alliance.name]), ("wide", [alliance.name]), ("told", [alliance.name])):
        rows = story.browser.get(f"/alliances/health/?seen={name}").context["rows"]
        assert [row.alliance.name for row in rows] == found
