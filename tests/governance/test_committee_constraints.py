"""Each constraint of committees and meetings, tried with what is right and with what is wrong."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from alliances.core.models import Alliance
from coe_hub.vocabulary.models import CommitteeKind
from governance.committees.models import Charter, Committee, Seat
from governance.decisions.models import Consequence, Decision, DecisionStep
from governance.meetings.models import (
    AgendaItem,
    Attendance,
    Correction,
    Meeting,
    Minutes,
    MinutesComment,
    MinutesReader,
)
from tests.alliances.agreements.data import make_agreement, make_programme
from tests.cast import Cast
from tests.factories import make_person

NOW = timezone.now()
DAY, LATER = date(2026, 5, 4), date(2026, 6, 4)


def committee(w: SimpleNamespace, **values: Any) -> Committee:
    return Committee(**{"alliance": w.alliance, "scope": w.alliance.scope, "kind": w.kind, "label": "JSC"} | values)


def seat(w: SimpleNamespace, **values: Any) -> Seat:
    values = {"committee": w.committee, "person": make_person("Sita Seated"), "side": "ours"} | values
    return Seat(**values)


def charter(w: SimpleNamespace, **values: Any) -> Charter:
    return Charter(**{"committee": w.committee, "basis": "operated", "valid_from": DAY, "reason": "So it is"} | values)


def meeting(w: SimpleNamespace, **values: Any) -> Meeting:
    needed = {"committee": w.committee, "starts_at": NOW, "minutes_long": 60, "time_zone": "UTC", "by": w.user}
    return Meeting(**needed | values)


def saved_meeting(w: SimpleNamespace) -> Meeting:
    made = meeting(w)
    made.save()
    return made


def minutes(w: SimpleNamespace, **values: Any) -> Minutes:
    return Minutes(**{"meeting": saved_meeting(w)} | values)


def attendance(w: SimpleNamespace, **values: Any) -> Attendance:
    return Attendance(**{"meeting": w.meeting, "person": make_person("Atta Tends"), "side": "ours"} | values)


def item(w: SimpleNamespace, **values: Any) -> AgendaItem:
    return AgendaItem(**{"meeting": w.meeting, "title": "Budget"} | values)


def reader(w: SimpleNamespace, **values: Any) -> MinutesReader:
    return MinutesReader(**{"minutes": w.minutes, "person": make_person("Rita Reads"), "side": "ours"} | values)


def comment(w: SimpleNamespace, **values: Any) -> MinutesComment:
    return MinutesComment(**{"minutes": w.minutes, "person": w.user.person, "side": "ours", "text": "A"} | values)


def correction(w: SimpleNamespace, **values: Any) -> Correction:
    final = minutes(w, state="final", circulated_at=NOW, approved_on=DAY, approved_how="silence")
    final.save()
    return Correction(**{"minutes": final, "text": "A", "corrected_on": DAY, "by": w.user} | values)


def decision(w: SimpleNamespace, **values: Any) -> Decision:
    return Decision(**{"committee": w.committee, "text": "Go on"} | values)


def step(w: SimpleNamespace, **values: Any) -> DecisionStep:
    return DecisionStep(**{"decision": w.decision, "way": "upheld", "on": DAY} | values)


def consequence(w: SimpleNamespace, **values: Any) -> Consequence:
    return Consequence(**{"decision": w.decision, "effect": "action", "label": "A", "url": "/"} | values)


FINAL = {"state": "final", "circulated_at": NOW, "approved_on": DAY, "approved_how": "silence"}
# Name of the constraint → rows it takes, followed by the one row it refuses.
CASES: dict[str, Callable[[SimpleNamespace], list[models.Model]]] = {
    "committee_label_given": lambda w: [committee(w), committee(w, label="")],
    "committee_dissolved_after_formed": lambda w: [
        committee(w, formed_on=DAY, dissolved_on=DAY),
        committee(w, dissolved_on=DAY),
        committee(w, formed_on=LATER, dissolved_on=DAY),
    ],
    "committee_not_its_own_parent": lambda w: [
        committee(w, parent=w.committee),
        committee(w, pk=990001, parent_id=990001),
    ],
    "committee_programme_of_alliance": lambda w: [
        committee(w, programme=w.programme),
        committee(w, alliance=None),
        committee(w, programme=w.programme, alliance=None),
    ],
    "seat_side_known": lambda w: [seat(w), seat(w, side="nobody")],
    "seat_role_known": lambda w: [seat(w, role="guest"), seat(w, role="king")],
    "seat_ends_after_start": lambda w: [
        seat(w, starts_on=DAY, ends_on=DAY),
        seat(w, ends_on=DAY),
        seat(w, starts_on=LATER, ends_on=DAY),
    ],
    "seat_stands_in_for_another": lambda w: [
        seat(w, stand_in=w.user.person),
        seat(w, person=w.user.person, stand_in=w.user.person),
    ],
    "seat_one_open_per_person": lambda w: [
        seat(w, person=w.user.person, ends_on=DAY),
        seat(w, person=w.user.person),
        seat(w, person=w.user.person),
    ],
    "charter_basis_known": lambda w: [charter(w), charter(w, basis="contracted"), charter(w, basis="dreamt")],
    "charter_reason_given": lambda w: [charter(w), charter(w, reason="")],
    "charter_amended_where_needed": lambda w: [
        charter(w, needs_amendment=True, amendment=w.agreement),
        charter(w, needs_amendment=True),
        charter(w, amendment=w.agreement),
    ],
    "charter_words_known": lambda w: [charter(w, voting="party"), charter(w, voting="by lot")],
    "charter_cadence_whole": lambda w: [
        charter(w, cadence=3, cadence_unit="months"),
        charter(w, cadence=3),
    ],
    "charter_silence_has_days": lambda w: [
        charter(w, approval="silence", approval_days=5),
        charter(w, approval="silence"),
    ],
    "decision_text_given": lambda w: [decision(w), decision(w, text="")],
    "decision_readiness_known": lambda w: [decision(w, readiness="ready"), decision(w, readiness="soon")],
    "decision_votes_known": lambda w: [
        decision(w, decided_on=DAY, our_vote="against", their_vote="abstained"),
        decision(w, decided_on=DAY, our_vote="perhaps"),
    ],
    "decision_votes_once_decided": lambda w: [
        decision(w, decided_on=DAY, our_vote="for", review_on=LATER),
        decision(w, our_vote="for"),
    ],
    "decision_reviewed_later": lambda w: [
        decision(w, decided_on=DAY, review_on=LATER),
        decision(w, decided_on=DAY, review_on=DAY),
    ],
    "decision_item_of_meeting": lambda w: [
        decision(w, meeting=w.meeting, agenda_item=w.item),
        decision(w, agenda_item=w.item),
    ],
    "decision_not_replacing_itself": lambda w: [decision(w, replaces=w.decision), decision(w, pk=999, replaces_id=999)],
    "decision_replaced_once": lambda w: [decision(w, replaces=w.decision), decision(w, replaces=w.decision)],
    "decision_step_known": lambda w: [step(w), step(w, way="lost")],
    "decision_step_with_note": lambda w: [step(w, way="reversed", note="A"), step(w, way="reversed")],
    "decision_step_next_look_of_upheld": lambda w: [
        step(w, review_on=LATER),
        step(w, way="reversed", note="A", review_on=LATER),
    ],
    "consequence_effect_known": lambda w: [consequence(w, effect="climb"), consequence(w, effect="party")],
    "consequence_said": lambda w: [consequence(w), consequence(w, label="")],
    "meeting_length_range": lambda w: [
        meeting(w, minutes_long=10),
        meeting(w, minutes_long=960),
        meeting(w, minutes_long=9),
    ],
    "meeting_held_or_cancelled": lambda w: [
        meeting(w, held_at=NOW),
        meeting(w, cancelled_at=NOW),
        meeting(w, held_at=NOW, cancelled_at=NOW),
    ],
    "meeting_reason_for_cancelling": lambda w: [
        meeting(w, cancelled_at=NOW, reason="Typhoon"),
        meeting(w, reason="Typhoon"),
    ],
    "attendance_once": lambda w: [attendance(w, person=w.user.person), attendance(w, person=w.user.person)],
    "attendance_side_known": lambda w: [attendance(w), attendance(w, side="nobody")],
    "attendance_role_known": lambda w: [attendance(w, role="observer"), attendance(w, role="king")],
    "attendance_presence_known": lambda w: [attendance(w, presence="absent"), attendance(w, presence="late")],
    "attendance_stand_in_came": lambda w: [
        attendance(w, presence="stand_in", stood_in_by=w.user.person),
        attendance(w, presence="stand_in"),
        attendance(w, presence="present", stood_in_by=w.user.person),
    ],
    "agenda_item_title_given": lambda w: [item(w), item(w, title="")],
    "agenda_item_kind_known": lambda w: [item(w, kind="decide"), item(w, kind="dance")],
    "agenda_item_outcome_known": lambda w: [item(w, outcome="carried"), item(w, outcome="lost")],
    "agenda_item_carried_on": lambda w: [item(w, carried_from=w.item), item(w, pk=990001, carried_from_id=990001)],
    "minutes_state_known": lambda w: [minutes(w), minutes(w, state="lost", circulated_at=NOW)],
    "minutes_sent_at": lambda w: [minutes(w, state="circulated", circulated_at=NOW), minutes(w, state="circulated")],
    "minutes_final_approved": lambda w: [minutes(w, **FINAL), minutes(w, state="final", circulated_at=NOW)],
    "minutes_approved_at_meeting": lambda w: [
        minutes(w, **FINAL | {"approved_how": "meeting", "approved_at_meeting": w.meeting}),
        minutes(w, **FINAL | {"approved_at_meeting": w.meeting}),
    ],
    "minutes_reader_once": lambda w: [reader(w, person=w.user.person), reader(w, person=w.user.person)],
    "minutes_reader_side_known": lambda w: [reader(w), reader(w, side="nobody")],
    "minutes_comment_text_given": lambda w: [comment(w), comment(w, text="")],
    "minutes_comment_side_known": lambda w: [comment(w), comment(w, side="nobody")],
    "minutes_comment_answered_by_somebody": lambda w: [
        comment(w, answered_at=NOW, answered_by=w.user, answer="Yes"),
        comment(w, answered_at=NOW),
    ],
    "minutes_correction_text_given": lambda w: [correction(w), correction(w, text="")],
}


@pytest.fixture
def world(cast: Cast, alliance: Alliance) -> SimpleNamespace:
    """What rows hang on."""
    kind = CommitteeKind.objects.get(code="joint_steering")
    world = SimpleNamespace(user=cast.lead, alliance=alliance, kind=kind)
    world.programme = make_programme(alliance, by=cast.lead)
    world.agreement = make_agreement(alliance, by=cast.lead)
    world.committee = committee(world)
    world.committee.save()
    world.meeting = saved_meeting(world)
    world.minutes = minutes(world)
    world.minutes.save()
    world.item = item(world)
    world.item.save()
    world.decision = decision(world)
    world.decision.save()
    return world


@pytest.mark.parametrize("name", CASES)
def test_the_database_takes_what_is_right_and_refuses_what_is_wrong(name: str, world: SimpleNamespace) -> None:
    *right, wrong = CASES[name](world)
    for row in right:
        row.save(force_insert=True)
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        wrong.save(force_insert=True)


def test_every_constraint_is_tried() -> None:
    configs = [apps.get_app_config(label) for label in ("committees", "decisions", "meetings")]
    ours = [one for config in configs for one in config.get_models() if not one.__name__.endswith("Event")]
    assert {one.name for model in ours for one in model._meta.constraints} == set(CASES)
