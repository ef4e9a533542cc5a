"""Every refusal of the actions on action items, and of what people answer to reminders."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from alliances.core.models import Alliance
from coe_hub.action_items.actions import (
    add_action,
    cancel_action,
    edit_action,
    finish_action,
    send_link,
)
from coe_hub.action_items.answers import hand_back, propose_day, settle_day
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.errors import DomainError
from coe_hub.reminders.models import Reminder
from coe_hub.reminders.responses import disown, set_preferences, set_rule, snooze
from tests.cast import Cast
from tests.factories import make_member
from tests.refusals import BLANK, LOST, Said, refused
from tests.reminders.items import make_contact, make_item

CLOSED = DomainError("This action is closed already.")
UNREACHABLE = DomainError("No e-mail address of Max Mute is known. Add it under People.", field="owner")
HIDDEN_SIGN = "This text contains an invisible control character (U+202E). Delete it, or type the text again."
TODAY = timezone.localdate()


@pytest.fixture
def world(cast: Cast, alliance: Alliance) -> SimpleNamespace:
    """One item of ours that is open, one that is done, and two of the partner."""
    nia, mute = make_contact(), make_contact("Max Mute", email="")
    for person in (nia, mute):
        make_member(alliance, person, role="adviser", side="theirs")
    world = SimpleNamespace(
        alliance=alliance,
        lead=cast.lead,
        ours=make_item(alliance, cast.team.person, by=cast.lead),
        theirs=make_item(alliance, nia, by=cast.lead, side="theirs"),
        unreachable=make_item(alliance, mute, by=cast.lead, side="theirs"),
        done=make_item(alliance, nia, by=cast.lead, side="theirs"),
        reminder=Reminder.objects.create(
            person=cast.team.person,
            kind="action_item",
            object_id=1,
            due_date=TODAY,
            told_for=TODAY,
            is_backup=False,
            channel="page",
            on_day=TODAY,
            send_after=timezone.now(),
            planned_at=timezone.now() - timedelta(minutes=1),
        ),
    )
    world.done = finish_action(item=world.done, by=cast.lead)
    return world


def edit(item: ActionItem, **changes: Any) -> None:
    names = ("text", "owner", "side", "due_on", "note", "reminds_by_mail", "version")
    edit_action(item=item, **({name: getattr(item, name) for name in names} | changes))


REFUSALS: dict[str, tuple[Callable[[SimpleNamespace], object], Said]] = {
    "add_action: without words": (
        lambda w: add_action(scope=w.alliance.scope, by=w.lead, text="", owner=w.lead.person, side="ours"),
        {"text": [BLANK]},
    ),
    "add_action: told at once, without an address": (
        lambda w: add_action(
            scope=w.alliance.scope, by=w.lead, text="Send it", owner=w.unreachable.owner, side="theirs", tells_now=True
        ),
        UNREACHABLE,
    ),
    "edit_action: without words": (lambda w: edit(w.ours, text=""), {"text": [BLANK]}),
    "edit_action: closed": (
        lambda w: edit(w.done, text="Other words"),
        DomainError("This action is closed. Open it again to change it."),
    ),
    "edit_action: saved meanwhile": (lambda w: edit(w.ours, text="Mine", version=9), LOST),
    "finish_action: with a sign that nobody sees": (
        lambda w: finish_action(item=w.ours, by=w.lead, note="a\u202eb"),
        {"close_note": [HIDDEN_SIGN]},
    ),
    "cancel_action: closed": (lambda w: cancel_action(item=w.done, reason="Late", by=w.lead), CLOSED),
    "cancel_action: without a reason": (
        lambda w: cancel_action(item=w.ours, reason="", by=w.lead),
        {"__all__": ["Constraint “action_item_cancelled_with_reason” is violated."]},
    ),
    "hand_back: closed": (lambda w: hand_back(item=w.done, note="Not mine"), CLOSED),
    "hand_back: with a sign that nobody sees": (
        lambda w: hand_back(item=w.theirs, note="a\u202eb"),
        {"returned_note": [HIDDEN_SIGN]},
    ),
    "propose_day: closed": (lambda w: propose_day(item=w.done, day=TODAY, note=""), CLOSED),
    "propose_day: gone by": (
        lambda w: propose_day(item=w.theirs, day=TODAY - timedelta(days=1), note=""),
        DomainError("Choose another day, from today on.", field="proposed_on"),
    ),
    "settle_day: none is proposed": (
        lambda w: settle_day(item=w.theirs, by=w.lead, is_agreed=True),
        DomainError("No day is proposed any more."),
    ),
    "send_link: of our side": (
        lambda w: send_link(item=w.ours, by=w.lead),
        DomainError("Links are for open actions of people at the partner."),
    ),
    "send_link: closed": (
        lambda w: send_link(item=w.done, by=w.lead),
        DomainError("Links are for open actions of people at the partner."),
    ),
    "send_link: without an address": (
        lambda w: send_link(item=w.unreachable, by=w.lead),
        UNREACHABLE,
    ),
    "snooze: until today": (
        lambda w: snooze(reminder=w.reminder, until=TODAY, today=TODAY),
        DomainError("Choose a day that is still ahead."),
    ),
    "set_preferences: told a year and more before": (
        lambda w: set_preferences(
            person=w.lead.person, rhythm="daily", weekday=0, kinds={"action_item": {"lead_days": [366]}}
        ),
        {"lead_days": ["Item 1 in the array did not validate: Ensure this value is less than or equal to 365."]},
    ),
    "set_rule: told a year and more before": (
        lambda w: set_rule(kind="action_item", lead_days=[366]),
        {"lead_days": ["Item 1 in the array did not validate: Ensure this value is less than or equal to 365."]},
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refused(name: str, world: SimpleNamespace) -> None:
    act, said = REFUSALS[name]
    with refused(said):
        act(world)


def test_finish_action_that_was_cancelled_is_refused(world: SimpleNamespace) -> None:
    cancel_action(item=world.ours, reason="Too late", by=world.lead)
    with refused(DomainError("This action was cancelled. Open it again first.")):
        finish_action(item=world.ours, by=world.lead)


def test_what_was_answered_already_is_not_answered_again(world: SimpleNamespace) -> None:
    disown(reminder=world.reminder)
    already = DomainError("You answered this already.")
    with refused(already):
        disown(reminder=world.reminder)
    with refused(already):
        snooze(reminder=world.reminder, until=TODAY + timedelta(days=1), today=TODAY)
