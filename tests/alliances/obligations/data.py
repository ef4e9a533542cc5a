"""Obligations and events for tests, made by the actions."""

from datetime import date
from typing import Any

from alliances.agreements.models import Programme
from alliances.core.models import Alliance
from alliances.obligations.actions.events import add_event
from alliances.obligations.actions.obligations import add_obligation
from alliances.obligations.models import Fulfilment, Obligation, TriggerEvent
from coe_hub.people.access.actions import set_grant
from coe_hub.people.models import Person, Scope, ScopeKind

# A Monday.
TODAY = date(2026, 6, 15)


def owe(alliance: Alliance, title: str = "Royalty report", **values: Any) -> Obligation:
    """What is owed, on a fixed day unless said otherwise."""
    if not {"event", "after", "period"} & values.keys() and values.get("counts_from", "fixed") == "fixed":
        values.setdefault("fixed_on", date(2026, 7, 31))
    for base, column in (("event", "event"), ("obligation", "after"), ("period", "period")):
        if column in values:
            values.setdefault("counts_from", base)
    return add_obligation(alliance=alliance, by=None, title=title, **values)


def event(alliance: Alliance, name: str = "Data package", **values: Any) -> TriggerEvent:
    """An event of the alliance."""
    return add_event(alliance=alliance, name=name, **values)


def due_days(obligation: Obligation) -> list[date | None]:
    """The days on which it is due, in the order of their periods."""
    return list(obligation.fulfilments.order_by("period_on", "pk").values_list("due_on", flat=True))


def only(obligation: Obligation) -> Fulfilment:
    """Its one fulfilment, as actions and pages read it."""
    return Fulfilment.objects.with_row().get(obligation=obligation)


def make_programme(alliance: Alliance, name: str, *people: Person, role: str = "team") -> Programme:
    """A programme; with people named, one behind a wall that only they see through."""
    scope = alliance.scope
    if people:
        scope = Scope.objects.create(kind=ScopeKind.RESTRICTED, parent=alliance.scope)
        for person in people:
            set_grant(scope=scope, person=person, roles=[role])
    return Programme.objects.create(alliance=alliance, scope=scope, name=name)
