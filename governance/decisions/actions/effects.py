"""What a decision sets off: each by the lower room's own action, in one transaction with the note of it here."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alliances.agreements.actions.agreements import add_agreement
from alliances.agreements.models import Agreement
from alliances.issues.actions.steps import climb, resolve
from alliances.issues.models import Issue
from alliances.obligations.actions.events import Step, move_event
from alliances.obligations.models import TriggerEvent
from alliances.obligations.planning import Changes
from coe_hub.action_items.actions import add_action
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import Person, User
from governance.decisions.actions.decisions import state_of
from governance.decisions.models import Consequence, Decision, DecisionState, Effect


@transaction.atomic
def open_action(
    *,
    decision: Decision,
    by: User,
    text: str,
    owner: Person,
    side: str,
    due_on: date | None = None,
    tells_now: bool = False,
) -> ActionItem:
    """Give somebody something to do that follows from the decision; `tells_now` writes to an owner at a partner at
    once. Raises as `add_action`."""
    _refuse_undecided(decision)
    action = add_action(
        scope=decision.committee.scope,
        by=by,
        source_label=decision.text[:200],
        source_url=decision.get_absolute_url(),
        text=text,
        owner=owner,
        side=side,
        due_on=due_on,
        tells_now=tells_now,
    )
    _note(decision, Effect.ACTION, str(action), action.get_absolute_url(), by)
    return action


@transaction.atomic
def move_trigger(
    *, decision: Decision, by: User, event: TriggerEvent, version: int, step: Step, on: date, clause: str = ""
) -> Changes:
    """Say of an event what was decided, with all days that are counted from it; the decision is the reason. Raises as
    `move_event`, and `DomainError` where not all readers of the decision see the event."""
    _refuse_undecided(decision)
    _refuse_other_scope(decision, event.scope_id)
    changes = move_event(event=event, version=version, by=by, step=step, on=on, why=reason(decision), clause=clause)
    _note(decision, Effect.EVENT, event.name, event.get_absolute_url(), by)
    return changes


@transaction.atomic
def start_amendment(*, decision: Decision, by: User, amends: Agreement, title: str) -> Agreement:
    """Add a draft that amends an agreement by what was decided. Raises as `add_agreement`, and `DomainError` where not
    all readers of the decision see the agreement."""
    _refuse_undecided(decision)
    _refuse_other_scope(decision, amends.scope_id)
    amendment = add_agreement(
        alliance=amends.alliance,
        by=by,
        amends=amends,
        kind=amends.kind,
        programme=amends.programme,
        title=title,
        changes=decision.text[:300],
    )
    _note(decision, Effect.AMENDMENT, amendment.title, amendment.get_absolute_url(), by)
    return amendment


@transaction.atomic
def resolve_issue(*, decision: Decision, by: User, issue: Issue) -> None:
    """The decision settles the issue. Raises as `resolve`, and `DomainError` where not all readers of the decision see
    the issue."""
    _refuse_undecided(decision)
    _refuse_other_scope(decision, issue.scope_id)
    resolve(issue=issue, reason=reason(decision), by=by)
    _note(decision, Effect.RESOLVED, issue.title, issue.get_absolute_url(), by)


@transaction.atomic
def climb_issue(*, decision: Decision, by: User, issue: Issue, tell: Any = ()) -> None:
    """The committee hands the issue up. Raises as `climb`, and as `resolve_issue`."""
    _refuse_undecided(decision)
    _refuse_other_scope(decision, issue.scope_id)
    climb(issue=issue, reason=reason(decision), by=by, tell=tell)
    _note(decision, Effect.CLIMBED, issue.title, issue.get_absolute_url(), by)


def reason(decision: Decision) -> str:
    """The decision as the reason that lower rooms keep: one line of 500 characters at most."""
    words = {"committee": decision.committee.label, "text": decision.text}
    return (_("Decided by %(committee)s: %(text)s") % words)[:500]


def _refuse_undecided(decision: Decision) -> None:
    if not decision.is_decided:
        raise DomainError(_("It is not decided yet. Nothing follows from it before."))
    if state_of(decision) == DecisionState.NOT_BINDING:
        raise DomainError(_("It does not bind yet. Let a meeting with quorum confirm it first."))


def _refuse_other_scope(decision: Decision, scope_id: int) -> None:
    """What follows is told on the decision's page by name: whoever reads that must be able to see it."""
    if scope_id != decision.committee.scope_id:
        raise DomainError(_("Not everybody who reads this decision may see that. Choose something else."))


def _note(decision: Decision, effect: Effect, label: str, url: str, by: User) -> None:
    Consequence.objects.create(decision=decision, effect=effect, label=label[:300], url=url, by=by)
