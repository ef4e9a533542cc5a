"""Every refusal of every action of the alliances wing: what it says, and that it changes nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from alliances.core.actions.members import add_member, add_new_member
from alliances.core.actions.partnerships import (
    NewOrganisation,
    edit_alliance,
    log_alliance,
)
from alliances.core.models import Alliance
from alliances.journal.actions import edit_entry, write_entry
from alliances.reviews.actions.appointments import cancel_appointment, change_appointment, plan_review
from alliances.reviews.actions.reviews import NewAction, do_review
from alliances.stages.actions import change_stage
from coe_hub.action_items.actions import add_action, cancel_action
from coe_hub.lib.errors import DomainError
from coe_hub.vocabulary.models import AllianceRole, AllianceType, Stage
from tests.cast import Cast
from tests.factories import SINCE, make_organisation, make_person
from tests.refusals import BLANK, LOST, Said, refused

AHEAD = datetime(2100, 3, 1, 9, tzinfo=UTC)
LONG_NAME = [NewOrganisation("x" * 301)]
LONG_NAME_SAID = {"name": ["Ensure this value has at most 300 characters (it has 301)."]}


@pytest.fixture
def world(cast: Cast, alliance: Alliance) -> SimpleNamespace:
    """An alliance with a line in its journal, an appointment, and something that was cancelled."""
    lead, role = cast.lead, AllianceRole.objects.get(code="team_member")
    add_member(alliance=alliance, person=cast.team.person, roles=[role], side="ours")
    item = add_action(scope=alliance.scope, by=lead, text="Send the data", owner=lead.person, side="ours")
    cancel_action(item=item, reason="Too late", by=lead)
    return SimpleNamespace(
        alliance=alliance,
        lead=lead,
        person=cast.team.person,
        role=role,
        item=item,
        entry=write_entry(alliance=alliance, kind="note", text="Before", happened_on=SINCE, by=lead),
        appointment=plan_review(alliance=alliance, by=lead, **agreed(people=[lead.person])),
    )


def agreed(**changes: Any) -> dict[str, Any]:
    """An hour for a review."""
    return {"starts_at": AHEAD, "minutes": 60, "time_zone": "UTC", "place": "", "dial_in": "", "note": ""} | changes


def logged(world: SimpleNamespace, **changes: Any) -> dict[str, Any]:
    """What is logged of a partnership."""
    values = {
        "by": world.lead,
        "name": "Another",
        "stage": Stage.objects.get(code="running"),
        "alliance_type": AllianceType.objects.get(code="research"),
        "scope_kind": "open",
        "ours": [make_organisation("Kestrel Pharma")],
        "partners": [make_organisation("Northwind Biotech")],
        "stage_since": SINCE,
    }
    return values | changes


def edited(world: SimpleNamespace, **changes: Any) -> dict[str, Any]:
    """What is written when an alliance is edited."""
    names = ("name", "code_name", "reference", "alliance_type", "therapeutic_area", "purpose", "lead")
    names += ("starts_on", "ends_on", "review_months")
    values = {name: getattr(world.alliance, name) for name in names} | {"version": world.alliance.version}
    whole = logged(world)
    return values | {name: whole[name] for name in ("by", "scope_kind", "ours", "partners")} | changes


def change(world: SimpleNamespace, *, version: int = 1, **values: Any) -> None:
    change_appointment(appointment=world.appointment, version=version, **agreed(people=[world.lead.person], **values))


def reviewed(world: SimpleNamespace, **changes: Any) -> None:
    values = {"held_on": timezone.localdate(), "outcome": "watch", "note": "", "by": world.lead} | changes
    do_review(alliance=world.alliance, **values)


def move(world: SimpleNamespace, code: str = "winding_down", **changes: Any) -> None:
    values = {"on_date": timezone.localdate(), "reason": "", "by": world.lead} | changes
    change_stage(alliance=world.alliance, stage=Stage.objects.get(code=code), **values)


REFUSALS: dict[str, tuple[Callable[[SimpleNamespace], object], Said]] = {
    "add_member: a role twice": (
        lambda w: add_member(alliance=w.alliance, person=w.person, roles=[w.role], side="ours"),
        {"__all__": ["This person has that role on the alliance already."]},
    ),
    "add_new_member: without a name": (
        lambda w: add_new_member(
            alliance=w.alliance, roles=[w.role], side="ours", family_name="", organisation=w.person.organisation
        ),
        {"family_name": [BLANK]},
    ),
    "add_new_member: on no side": (
        lambda w: add_new_member(
            alliance=w.alliance, roles=[w.role], side="both", family_name="New", organisation=w.person.organisation
        ),
        {"side": ["Value 'both' is not a valid choice."]},
    ),
    "log_alliance: without a name": (lambda w: log_alliance(**logged(w, name="")), {"name": [BLANK]}),
    "log_alliance: a new partner's name is too long": (
        lambda w: log_alliance(**logged(w, partners=LONG_NAME)),
        LONG_NAME_SAID,
    ),
    "edit_alliance: without a name": (
        lambda w: edit_alliance(alliance=w.alliance, **edited(w, name="")),
        {"name": [BLANK]},
    ),
    "edit_alliance: saved meanwhile": (lambda w: edit_alliance(alliance=w.alliance, **edited(w, version=9)), LOST),
    "edit_alliance: a new partner's name is too long": (
        lambda w: edit_alliance(alliance=w.alliance, **edited(w, purpose="New", partners=LONG_NAME)),
        LONG_NAME_SAID,
    ),
    "write_entry: nothing": (
        lambda w: write_entry(alliance=w.alliance, kind="note", text="", happened_on=SINCE, by=w.lead),
        {"text": [BLANK]},
    ),
    "edit_entry: nothing": (
        lambda w: edit_entry(entry=w.entry, version=1, kind="note", text="", happened_on=SINCE),
        {"text": [BLANK]},
    ),
    "edit_entry: saved meanwhile": (
        lambda w: edit_entry(entry=w.entry, version=9, kind="note", text="Mine", happened_on=SINCE),
        LOST,
    ),
    "plan_review: a second hour": (
        lambda w: plan_review(alliance=w.alliance, by=w.lead, **agreed(people=[w.person])),
        {"__all__": ["There is an appointment for the next review already. Change that one."]},
    ),
    "change_appointment: nobody is left": (
        lambda w: change_appointment(appointment=w.appointment, version=1, **agreed(people=[])),
        DomainError("Choose at least one person to invite.", field="people"),
    ),
    "change_appointment: into the past": (
        lambda w: change(w, starts_at=AHEAD - timedelta(days=365 * 90)),
        DomainError("This time has passed. Choose a later one.", field="on_date"),
    ),
    "change_appointment: too short": (
        lambda w: change(w, minutes=5),
        {"minutes": ["Ensure this value is greater than or equal to 10."]},
    ),
    "change_appointment: saved meanwhile": (lambda w: change(w, version=9, place="Mine"), LOST),
    "cancel_appointment: with a whole story": (
        lambda w: cancel_appointment(appointment=w.appointment, reason="x" * 501),
        {"reason": ["Ensure this value has at most 500 characters (it has 501)."]},
    ),
    "do_review: in no words we know": (
        lambda w: reviewed(w, outcome="fine"),
        {"outcome": ["Value 'fine' is not a valid choice."]},
    ),
    "do_review: finishes what was cancelled": (
        lambda w: reviewed(w, finished=[w.item]),
        DomainError("This action was cancelled. Open it again first."),
    ),
    "do_review: gives something without words": (
        lambda w: reviewed(w, new_actions=[NewAction(text="", owner=w.person, side="ours")]),
        {"text": [BLANK]},
    ),
    "change_stage: to where it is": (
        lambda w: move(w, "running"),
        DomainError("The alliance is in this stage already. Choose another one.", field="stage"),
    ),
    "change_stage: before the last change": (
        lambda w: move(w, on_date=SINCE - timedelta(days=1)),
        DomainError("The last change was on 2 Mar 2026. Choose that day or a later one.", field="on_date"),
    ),
    "change_stage: with a whole story": (
        lambda w: move(w, reason="x" * 501),
        {"reason": ["Ensure this value has at most 500 characters (it has 501)."]},
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refused(name: str, world: SimpleNamespace) -> None:
    act, said = REFUSALS[name]
    with refused(said):
        act(world)


def test_do_review_before_the_last_one_is_refused(world: SimpleNamespace) -> None:
    reviewed(world)
    today = timezone.localdate()
    with refused(
        DomainError(
            f"The last review was held on {today.day} {today:%b %Y}. Choose that day or a later one.", field="held_on"
        )
    ):
        reviewed(world, held_on=today - timedelta(days=1))


def test_change_appointment_that_was_cancelled_meanwhile_is_refused(world: SimpleNamespace) -> None:
    cancel_appointment(appointment=world.appointment)
    with refused(DomainError("This appointment was cancelled or held meanwhile. Go back to the alliance.")):
        change(world, place="Room 3")


def test_plan_review_that_is_too_long_is_refused(cast: Cast, alliance: Alliance) -> None:
    values = agreed(people=[make_person("Pia Person")], minutes=481)
    with refused({"minutes": ["Ensure this value is less than or equal to 480."]}):
        plan_review(alliance=alliance, by=cast.lead, **values)
