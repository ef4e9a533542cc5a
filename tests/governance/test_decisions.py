"""Decisions: written down, found again, looked at, reversed and replaced, and what they set off in the rooms below."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from alliances.agreements.models import Agreement
from alliances.core.models import Alliance
from alliances.core.sentences import alliance_sentences
from alliances.issues import ladder
from alliances.issues.actions.steps import climb, standing_of
from alliances.issues.models import Level
from alliances.obligations.models import TriggerEvent
from coe_hub import due
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.errors import DomainError
from coe_hub.people.handover.actions import hand_over
from coe_hub.people.handover.belongings import holdings
from coe_hub.people.models import Person
from governance.committees.models import Committee
from governance.decisions.actions.decisions import edit_decision, reinstate, state_of, uphold, write_decision
from governance.decisions.actions.decisions import reverse as reverse_decision
from governance.decisions.actions.effects import move_trigger, open_action, resolve_issue
from governance.decisions.models import Decision, DecisionState
from governance.decisions.placeholders import placeholders
from governance.meetings.models import AgendaItem, Meeting, Minutes
from governance.meetings.proposals import proposals
from tests.alliances.agreements.data import make_agreement, make_programme
from tests.alliances.issues.data import issue, stands
from tests.alliances.obligations.data import due_days, event, owe
from tests.cast import Cast
from tests.factories import make_member, make_person
from tests.governance.committees_data import charter, held, make_committee, plan, put, sit
from tests.home.test_search import found

TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel("2026-06-15T09:00Z", tick=False):
        yield


@pytest.fixture
def jsc(cast: Cast, alliance: Alliance) -> Committee:
    """A steering committee with a co-chair on each side."""
    committee = make_committee(alliance, by=cast.lead)
    petra = make_person(
        "Petra Theirs", at=alliance.parties.get(side="theirs").organisation, email="petra@north.example"
    )
    make_member(alliance, petra, role="committee_member", side="theirs")
    sit(committee, cast.lead.person, "co_chair")
    sit(committee, petra, "co_chair")
    charter(committee, days_managers=10, days_team=5, days_functional=20, days_steering=30)
    return committee


@pytest.fixture
def lead(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.lead)


def decide(committee: Committee, text: str = "Series A goes on", **values: Any) -> Decision:
    """A decision of the committee, of the first of June unless said otherwise."""
    values.setdefault("decided_on", date(2026, 6, 1))
    return write_decision(committee=committee, by=values.pop("by", None), text=text, **values)


# --- Written down -----------------------------------------------------------------------------------------------------
def test_decision_create_writes_down_what_and_why_and_how_each_side_voted(
    lead: Client, cast: Cast, jsc: Committee
) -> None:
    said = {
        "text": "Series A goes on", "rationale": "Better exposure", "options": "A\nB", "readiness": "ready",
        "decided_on": "2026-06-12", "our_vote": "for", "their_vote": "abstained", "dissent": "Noor would wait.",
        "bound": "Both teams", "owner": cast.team.person.display_name, "review_on": "2026-12-01",
    }  # fmt: skip
    answer = lead.post(reverse("decision_create", args=[jsc.public_id]), said)
    one = Decision.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, one.get_absolute_url())
    kept = (one.text, one.rationale, one.our_vote, one.their_vote, one.dissent, one.bound, one.owner, one.review_on)
    assert kept == (
        *("Series A goes on", "Better exposure", "for", "abstained", "Noor would wait.", "Both teams"),
        *(cast.team.person, date(2026, 12, 1)),
    )
    assert (state_of(one), one.committee, one.by, one.was_unanimous) == (DecisionState.IN_FORCE, jsc, cast.lead, False)


@pytest.mark.parametrize(
    ("said", "field", "error"),
    [
        ({"our_vote": "for"}, None, "Votes and the next look belong to what is decided. Say when it was."),
        ({"decided_on": "2026-06-01", "review_on": "2026-05-01"}, None, "It is looked at again after it was decided."),
        ({"text": ""}, "text", "This field is required."),
    ],
)
def test_what_does_not_go_together_is_refused_with_what_to_do(
    said: dict[str, str], field: str | None, error: str, lead: Client, jsc: Committee
) -> None:
    form = lead.post(
        reverse("decision_create", args=[jsc.public_id]), {"text": "A", "readiness": "exploring"} | said
    ).context["form"]
    assert (form.errors.get(field or "__all__"), Decision.objects.count()) == ([error], 0)


def test_in_a_running_meeting_it_takes_one_line(lead: Client, cast: Cast, jsc: Committee) -> None:
    meeting = held(jsc, by=cast.lead, starts_at=datetime(2026, 6, 15, 8, tzinfo=UTC))
    item = put(meeting)
    assert lead.get(reverse("meeting_run", args=[meeting.public_id])).status_code == 200
    prefix = f"decision-{item.public_id}"
    said = {f"{prefix}-text": "Series A goes on", f"{prefix}-outcome": "agreed", f"{prefix}-owner": ""}
    line = {"kind": "decision", "place": item.public_id}
    answer = lead.post(reverse("line_record", args=[meeting.public_id]), said | line)
    assert (answer.status_code, answer["Location"].endswith(f"#item-{item.public_id}")) == (302, True)
    one = Decision.objects.get()
    assert (one.meeting, one.agenda_item, one.decided_on, one.our_vote, one.their_vote) == (
        *(meeting, item, TODAY), *("for", "for"),
    )  # fmt: skip
    shown = lead.get(meeting.get_absolute_url()).content.decode()
    assert ("Series A goes on" in shown, "agreed by all" in shown) == (True, True)


def test_final_minutes_lock_it_and_what_became_of_it_is_said_all_the_same(
    lead: Client, cast: Cast, jsc: Committee
) -> None:
    meeting = held(jsc, by=cast.lead, starts_at=datetime(2026, 6, 1, 8, tzinfo=UTC))
    one = decide(jsc, meeting=meeting)
    Minutes.objects.filter(meeting=meeting).update(
        state="final", circulated_at="2026-06-02T00:00Z", approved_on=date(2026, 6, 9), approved_how="silence"
    )
    one = Decision.objects.select_related("meeting__minutes").get()
    with pytest.raises(DomainError, match="These minutes are final"):
        edit_decision(decision=one, version=one.version, text="Series B goes on")
    with pytest.raises(IntegrityError, match="minutes of this meeting are final"), transaction.atomic():
        Decision.objects.filter(pk=one.pk).update(text="Series B goes on")
    assert lead.get(reverse("decision_edit", args=[one.public_id])).status_code == 403
    lead.post(reverse("decision_step", args=[one.public_id, "reversed"]), {"note": "Toxicology failed"})
    assert state_of(one) == DecisionState.REVERSED


# --- What became of it ------------------------------------------------------------------------------------------------
def test_it_is_looked_at_reversed_holds_again_and_is_replaced(jsc: Committee) -> None:
    one = decide(jsc, review_on=date(2026, 6, 20))
    states = [state_of(one)]
    reverse_decision(decision=one, by=None, note="Toxicology failed")
    states.append(state_of(one))
    reinstate(decision=one, by=None, note="It was the wrong batch")
    states.append(state_of(one))
    decide(jsc, "Series B goes on", replaces=one)
    states.append(state_of(one))
    assert states == [
        DecisionState.IN_FORCE, DecisionState.REVERSED, DecisionState.IN_FORCE, DecisionState.REPLACED,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "act", "error"),
    [
        (
            [],
            lambda one: reverse_decision(decision=one, by=None, note=" "),
            "Say why, in a sentence that holds in three years.",
        ),
        ([], lambda one: reinstate(decision=one, by=None, note="a"), "It was not reversed."),
        (["reversed"], lambda one: uphold(decision=one, by=None), "It was reversed. Say first that it holds again."),
        ([], lambda one: uphold(decision=one, by=None, review_on=TODAY), "Choose a day that is still to come."),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(before: list[str], act: Any, error: str, jsc: Committee) -> None:
    one = decide(jsc)
    if before:
        reverse_decision(decision=one, by=None, note="a")
    with pytest.raises(DomainError) as refused:
        act(one)
    assert refused.value.message == error


def owed() -> list[tuple[str, int, date]]:
    rows = due.iterate(until=TODAY + timedelta(days=400), kind="decision")
    return [(one.title, one.owner_id, one.due_date) for one in rows]


def test_the_day_of_its_next_look_is_due_and_one_click_says_that_it_holds(cast: Cast, jsc: Committee) -> None:
    mine = decide(jsc, "Mine", owner=cast.team.person, review_on=date(2026, 6, 20))
    decide(jsc, "Nobody’s", review_on=date(2026, 6, 25))
    gone = decide(jsc, "Reversed", review_on=date(2026, 6, 25))
    reverse_decision(decision=gone, by=None, note="a")
    team, lead = cast.team.person_id, cast.lead.person_id
    assert sorted(owed()) == [("Mine", team, date(2026, 6, 20)), ("Nobody’s", lead, date(2026, 6, 25))]
    uphold(decision=mine, by=cast.team, review_on=date(2026, 9, 1))
    assert ("Mine", team, date(2026, 9, 1)) in owed()
    [item] = list(due.iterate(until=TODAY + timedelta(days=30), kind="decision"))
    item.source.finish(item.object_id, cast.lead.person)
    assert owed() == [("Mine", team, date(2026, 9, 1))]


# --- The register -----------------------------------------------------------------------------------------------------
@pytest.fixture
def several(cast: Cast, jsc: Committee) -> dict[str, Any]:
    """Of two committees: in force with dissent, reversed, and one that is being explored."""
    jrc = make_committee(jsc.alliance, by=cast.lead, kind="project_team", label="JRC")
    decide(jsc, "Series A goes on", dissent="Noor would wait.", rationale="Better exposure", owner=cast.team.person)
    gone = decide(jrc, "Mice first", decided_on=date(2025, 3, 1))
    reverse_decision(decision=gone, by=cast.lead, note="a")
    write_decision(committee=jrc, by=cast.lead, text="Which model", not_before=date(2026, 9, 1))
    return {"jsc": jsc.public_id, "jrc": jrc.public_id, "team": cast.team.person.public_id}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Which model", "Series A goes on"]),
        ("?state=all", ["Which model", "Series A goes on", "Mice first"]),
        ("?state=open", ["Which model"]),
        ("?state=in_force", ["Series A goes on"]),
        ("?state=reversed", ["Mice first"]),
        ("?since=2026-01-01", ["Series A goes on"]),
        ("?until=2026-01-01", ["Mice first"]),
        ("?committee={jrc}", ["Which model"]),
        ("?person={team}", ["Series A goes on"]),
        ("?q=exposure", ["Series A goes on"]),
    ],
)
def test_the_register_is_searched_by_words_period_committee_and_person(
    query: str, expected: list[str], lead: Client, several: dict[str, Any]
) -> None:
    page = lead.get(reverse("decision_list") + query.format(**several)).context["page"]
    assert [one.text for one in page] == expected


def test_the_register_as_a_file_has_votes_and_where_each_stands(lead: Client, several: dict[str, Any]) -> None:
    body = b"".join(lead.get(reverse("decision_list") + "?state=all&format=csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [(row["Decision"], row["State"], row["Decided on"]) for row in rows] == [
        ("Which model", "Exploring", ""),
        ("Series A goes on", "In force", "2026-06-01"),
        ("Mice first", "Reversed", "2025-03-01"),
    ]


def test_search_the_record_and_the_committee_show_it(lead: Client, alliance: Alliance, jsc: Committee) -> None:
    one = decide(jsc, rationale="Better exposure", by=None)
    assert "Decisions" in found(lead, "exposure")
    for address in (reverse("alliance_governance", args=[alliance.public_id]), jsc.get_absolute_url()):
        assert one.get_absolute_url() in lead.get(address).content.decode()
    told = {sentence.what for sentence in alliance_sentences(alliance)}
    assert "wrote down the decision “Series A goes on”" in told
    filled = placeholders(alliance)
    assert (filled["decisions.1.date"], filled["decisions.1.text"]) == ("1 Jun 2026", "Series A goes on")
    assert (filled["committees.1.label"], filled["committees.1.ours"], filled["committees.1.theirs"]) == (
        *("JSC", "Lena Lead"), "Petra Theirs",
    )  # fmt: skip
    assert (filled["seats.1.role"], filled["charter.1.rule"]) == ("Co-chair", "Quorum")


def test_it_goes_over_with_whoever_leaves(cast: Cast, jsc: Committee) -> None:
    one = decide(jsc, owner=cast.team.person)
    held_ones = [row for row in holdings(cast.team.person, user=cast.admin).shown if row.kind == "decision"]
    hand_over(giver=cast.team.person, takers={held_ones[0].key: cast.lead.person}, by=cast.admin)
    one.refresh_from_db()
    assert one.owner == cast.lead.person


# --- What it sets off -------------------------------------------------------------------------------------------------
def follow(browser: Client, one: Decision, effect: str, **said: Any) -> tuple[Any, Any]:
    """The page after the first click, which shows, and the answer to the second, which does."""
    address = reverse("decision_follow", args=[one.public_id, effect])
    shown = browser.post(address, said)
    done = browser.post(address, said | {"confirmed": "1", "seen": shown.context["seen"]})
    return shown, done


def test_an_action_follows_at_once(lead: Client, cast: Cast, jsc: Committee) -> None:
    one = decide(jsc)
    said = {"text": "Order the material", "owner": cast.team.person.display_name, "due_on": "2026-07-01"}
    lead.post(reverse("decision_follow", args=[one.public_id, "action"]), said)
    action = ActionItem.objects.get()
    assert (action.text, action.owner, action.scope, action.source_url) == (
        *("Order the material", cast.team.person, jsc.scope, one.get_absolute_url()),
    )
    assert [(row.effect, row.label, row.url) for row in one.consequences.all()] == [
        ("action", "Order the material", action.get_absolute_url()),
    ]


def test_a_partner_is_told_at_once_of_an_action_that_follows_and_only_with_an_address(
    lead: Client, cast: Cast, jsc: Committee, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    one, petra = decide(jsc), jsc.seats.get(side="theirs").person
    address = reverse("decision_follow", args=[one.public_id, "action"])
    said = {"text": "Order the material", "owner": petra.display_name, "due_on": "2026-07-01", "tells_now": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(address, said)
    assert [(sent.to, sent.reply_to) for sent in mail.outbox] == [([petra.email], [cast.lead.email])]
    Person.objects.filter(pk=petra.pk).update(email="")
    refused = lead.post(address, said | {"text": "Order more"}).context["form"].errors
    assert refused == {
        "owner": ["No e-mail address of Petra Theirs is known. Add it under People, or tell them yourself."]
    }


def test_a_decision_moves_an_event_after_showing_what_moves_with_it(
    lead: Client, alliance: Alliance, jsc: Committee
) -> None:
    package = event(alliance, "Data package", expected_on=date(2026, 7, 1))
    option = owe(alliance, "Option deadline", event=package, count=30)
    one = decide(jsc, "The package is complete")
    shown, done = follow(lead, one, "event", event=package.pk, step="occur", on="2026-06-10")
    assert [(str(move.fulfilment), move.after) for move in shown.context["moves"]] == [
        ("Option deadline", date(2026, 7, 10)),
    ]
    assert (done.status_code, due_days(option)) == (302, [date(2026, 7, 10)])
    package.refresh_from_db()
    assert (package.occurred_on, package.why) == (date(2026, 6, 10), "Decided by JSC: The package is complete")
    assert [(row.effect, row.label) for row in one.consequences.all()] == [("event", "Data package")]


def test_the_first_click_and_a_second_one_for_something_else_do_nothing(
    lead: Client, alliance: Alliance, jsc: Committee
) -> None:
    package = event(alliance, "Data package", expected_on=date(2026, 7, 1))
    one = decide(jsc)
    address = reverse("decision_follow", args=[one.public_id, "event"])
    said = {"event": package.pk, "step": "occur", "on": "2026-06-10"}
    seen = lead.post(address, said).context["seen"]
    answer = lead.post(address, said | {"on": "2026-06-11", "confirmed": "1", "seen": seen})
    assert (answer.status_code, TriggerEvent.objects.get().occurred_on, one.consequences.count()) == (200, None, 0)


def test_a_decision_starts_an_amendment(lead: Client, cast: Cast, alliance: Alliance, jsc: Committee) -> None:
    licence = make_agreement(alliance, by=cast.lead, title="Licence")
    one = decide(jsc, "The option lasts a year longer")
    _shown, done = follow(lead, one, "amendment", amends=licence.pk, title="First amendment")
    draft = Agreement.objects.get(title="First amendment")
    assert (done.status_code, draft.amends, draft.changes, draft.signed_on) == (
        *(302, licence, "The option lasts a year longer"), None,
    )  # fmt: skip


def test_a_decision_resolves_an_issue_or_lets_it_climb(lead: Client, alliance: Alliance, jsc: Committee) -> None:
    settled, stuck = issue(alliance, "Batch"), issue(alliance, "Price")
    one = decide(jsc, "Half each")
    follow(lead, one, "resolve", issue=settled.pk)
    assert standing_of(settled).reason == "Decided by JSC: Half each"
    assert stands(settled)[0] == "resolved"
    shown, _done = follow(lead, one, "climb", issue=stuck.pk)
    assert shown.context["says"][0] == "“Price” climbs to the level “Project team”: Decided by JSC: Half each"
    assert stands(stuck)[:2] == ("climbed", Level.TEAM)


def test_nothing_follows_from_what_is_not_decided_nor_reaches_behind_a_wall(
    cast: Cast, alliance: Alliance, jsc: Committee
) -> None:
    proposal = write_decision(committee=jsc, by=cast.lead, text="Perhaps")
    with pytest.raises(DomainError, match="It is not decided yet"):
        open_action(decision=proposal, by=cast.lead, text="A", owner=cast.lead.person, side="ours")
    programme = make_programme(alliance, by=cast.lead, is_firewalled=True)
    walled, happens = issue(alliance, "Umbra", programme=programme), event(alliance, "Umbra", programme=programme)
    one = decide(jsc)
    for reach in (
        lambda: resolve_issue(decision=one, by=cast.lead, issue=walled),
        lambda: move_trigger(
            decision=one, by=cast.lead, event=happens, version=happens.version, step="occur", on=TODAY
        ),
    ):
        with pytest.raises(DomainError, match="Not everybody who reads this decision may see that"):
            reach()
    assert one.consequences.count() == 0


# --- Committees and issues --------------------------------------------------------------------------------------------
def test_the_charter_gives_the_ladder_its_days_and_the_committee_its_people(
    cast: Cast, alliance: Alliance, jsc: Committee
) -> None:
    rungs = {rung.level: (rung.days, rung.is_calendar, bool(rung.source)) for rung in ladder.ladder_of(alliance)}
    assert [rungs[level] for level in (Level.MANAGERS, Level.TEAM, Level.COMMITTEE, Level.STEERING)] == [
        (10, True, True), (5, True, True), (20, True, True), (30, True, True),
    ]  # fmt: skip
    one = issue(alliance)
    assert [person.family_name for person in ladder.people_on(one, Level.STEERING)] == ["Lead", "Theirs"]


def test_an_issue_that_climbs_to_the_committee_is_on_its_next_agenda_once(
    cast: Cast, alliance: Alliance, jsc: Committee
) -> None:
    meeting = plan(jsc, by=cast.lead)
    one = issue(alliance, "Batch")
    for _level in range(3):
        climb(issue=one, reason="No way forward", by=cast.lead)
    assert stands(one)[:2] == ("climbed", Level.STEERING)
    [item] = AgendaItem.objects.all()
    assert (item.meeting, item.title, item.kind, item.source_url) == (
        *(meeting, "Batch", "decide"), one.get_absolute_url(),
    )  # fmt: skip
    assert standing_of(one).agenda == str(Meeting.objects.get())
    step = climb(issue=one, reason="Still none", by=cast.lead)
    assert (step.agenda, AgendaItem.objects.count()) == ("", 1)


def test_what_could_be_on_the_agenda_is_proposed(cast: Cast, alliance: Alliance, jsc: Committee) -> None:
    one = issue(alliance, "Batch")
    for _level in range(3):
        climb(issue=one, reason="a", by=cast.lead)
    write_decision(committee=jsc, by=cast.lead, text="Ready", readiness="ready")
    write_decision(committee=jsc, by=cast.lead, text="Early", readiness="ready", not_before=date(2026, 9, 1))
    write_decision(committee=jsc, by=cast.lead, text="Ripe", readiness="exploring", not_before=date(2026, 6, 1))
    offered = [(row.title, str(row.kind)) for row in proposals(jsc, cast.lead, TODAY)]
    assert offered == [("Batch", "decide"), ("Ripe", "discuss"), ("Ready", "decide")]


# By way of decision_detail.
