"""Whether a decision counts: who is there, by what the charter says, and how each side voted."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from alliances.core.models import Alliance
from coe_hub.lib.errors import DomainError
from governance.committees.models import Committee
from governance.decisions.actions.decisions import state_of, write_decision
from governance.decisions.actions.effects import open_action
from governance.decisions.models import Decision, DecisionState
from governance.decisions.votes import carries
from governance.meetings.actions.running import Came, note_attendance
from governance.meetings.models import Meeting
from tests.cast import Cast
from tests.factories import make_member, make_person
from tests.governance.committees_data import charter, held, make_committee, sit

STARTS = datetime(2026, 6, 15, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        yield


@pytest.fixture
def jsc(cast: Cast, alliance: Alliance) -> Committee:
    """Two of ours and two of the partner's with a vote, and a secretary without."""
    committee = make_committee(alliance, by=cast.lead)
    partner = alliance.parties.get(side="theirs").organisation
    for name in ("Petra Theirs", "Paul Theirs"):
        person = make_person(name, at=partner)
        make_member(alliance, person, role="committee_member", side="theirs")
        sit(committee, person)
    for person, role in (
        (cast.lead.person, "co_chair"),
        (cast.team.person, "member"),
        (cast.viewer.person, "secretary"),
    ):
        sit(committee, person, role)
    return committee


def came(meeting: Meeting, *, ours: int = 0, theirs: int = 0, secretary: bool = False) -> None:
    """So many of each side with a vote are there; everybody else is away."""
    left = {"ours": ours, "theirs": theirs}
    said = {}
    for row in meeting.attendance.order_by("pk"):
        is_there = secretary if row.role == "secretary" else left[row.side] > 0
        left[row.side] -= row.role != "secretary"
        said[row.pk] = Came("present" if is_there else "absent")
    note_attendance(meeting=meeting, came=said)
    meeting.refresh_from_db()


def decide(committee: Committee, meeting: Meeting, **values: Any) -> Decision:
    values = {"text": "Series A goes on", "decided_on": date(2026, 6, 15)} | values
    return write_decision(committee=committee, by=None, meeting=meeting, **values)


@pytest.mark.parametrize(
    ("rule", "needs", "there", "outcome"),
    [
        ("", (1, 1), {"ours": 1, "theirs": 1}, "in_force"),
        ("", (1, 1), {"ours": 2}, "not_binding"),
        ("", (1, 1), {"theirs": 2}, "not_binding"),
        ("", (2, 1), {"ours": 1, "theirs": 2}, "not_binding"),
        ("", (2, 2), {"ours": 2, "theirs": 2}, "in_force"),
        ("", (None, None), {"ours": 1, "secretary": True}, "not_binding"),
        ("", (1, 0), {"ours": 1}, "in_force"),
        ("confirmed", (1, 1), {"ours": 1}, "not_binding"),
        ("refused", (1, 1), {"ours": 1}, "refused"),
        ("refused", (1, 1), {"ours": 1, "theirs": 1}, "in_force"),
        ("refused", (2, 1), {"ours": 1, "theirs": 1, "secretary": True}, "refused"),
    ],
)
def test_what_is_decided_counts_as_the_charter_says(
    rule: str, needs: tuple[int | None, int | None], there: dict[str, Any], outcome: str, cast: Cast, jsc: Committee
) -> None:
    charter(jsc, no_quorum=rule, quorum_ours=needs[0], quorum_theirs=needs[1])
    meeting = held(jsc, by=cast.lead, starts_at=STARTS)
    came(meeting, **there)
    if outcome == "refused":
        with pytest.raises(DomainError, match="by the charter nothing can be decided now"):
            decide(jsc, meeting)
        # How far it is may be written down all the same.
        assert state_of(decide(jsc, meeting, decided_on=None, readiness="ready")) == DecisionState.READY
    else:
        assert state_of(decide(jsc, meeting)).value == outcome


@pytest.mark.parametrize(
    ("voting", "ours", "theirs", "is_carried"),
    [
        ("party", "for", "for", True), ("party", "for", "against", False), ("party", "against", "for", False),
        ("party", "for", "abstained", True), ("party", "", "", True), ("consensus", "for", "against", False),
        ("majority", "for", "against", True), ("majority", "against", "against", False),
        ("majority", "against", "", False), ("", "against", "for", True), ("", "against", "against", False),
    ],
)  # fmt: skip
def test_votes_carry_a_decision_as_the_charter_counts_them(
    voting: str, ours: str, theirs: str, is_carried: bool, cast: Cast, jsc: Committee
) -> None:
    charter(jsc, voting=voting)
    meeting, votes = held(jsc, by=cast.lead, starts_at=STARTS), {"our_vote": ours, "their_vote": theirs}
    assert carries(voting, ours, theirs) is is_carried
    if not is_carried:
        with pytest.raises(DomainError) as refused:
            decide(jsc, meeting, **votes)
        assert refused.value.field == "rationale"
        votes["rationale"] = "By the final say of our side, clause 4.2."
    assert state_of(decide(jsc, meeting, **votes)) == DecisionState.IN_FORCE


def test_the_page_says_so_beforehand_and_nothing_follows_until_it_is_confirmed(
    cast: Cast, jsc: Committee, sign_in: Callable[..., Client]
) -> None:
    charter(jsc)
    meeting, lead = held(jsc, by=cast.lead, starts_at=STARTS), sign_in(cast.lead)
    came(meeting, ours=2)
    warning = "No quorum: what is decided now does not bind until a meeting with quorum confirms it."
    run = reverse("meeting_run", args=[meeting.public_id])
    assert warning in lead.get(run).text
    assert warning in lead.get(f"{reverse('decision_create', args=[jsc.public_id])}?meeting={meeting.public_id}").text
    line = {"kind": "decision", "place": "minutes", "decision-minutes-text": "Go", "decision-minutes-outcome": "agreed"}
    lead.post(reverse("line_record", args=[meeting.public_id]), line)
    one = Decision.objects.get()
    assert "without a quorum: does not bind until it is confirmed" in lead.get(meeting.get_absolute_url()).text
    with pytest.raises(DomainError):
        open_action(decision=one, by=cast.lead, text="Do it", owner=cast.lead.person, side="ours")
    step = reverse("decision_step", args=[one.public_id, "confirmed"])
    assert lead.post(step, {"note": ""}).context["form"].errors["note"] == ["This field is required."]
    lead.post(step, {"note": "Confirmed on 1 July, both sides there."})
    assert state_of(one) == DecisionState.IN_FORCE
    came(meeting, ours=1, theirs=1)
    assert warning not in lead.get(run).text


def test_whoever_comes_late_makes_it_bind(cast: Cast, jsc: Committee) -> None:
    charter(jsc)
    meeting = held(jsc, by=cast.lead, starts_at=STARTS)
    one = decide(jsc, meeting)
    assert state_of(one) == DecisionState.IN_FORCE  # nobody noted yet who came
    came(meeting, ours=1)
    assert state_of(one) == DecisionState.NOT_BINDING
    came(meeting, ours=1, theirs=1)
    assert state_of(one) == DecisionState.IN_FORCE
