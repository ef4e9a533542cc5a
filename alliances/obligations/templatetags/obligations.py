"""How templates tell due days: where they stand, why they are on their day, and sums of money."""

from datetime import date
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from alliances.obligations.models import EventState, Fulfilment, Obligation, State, TriggerEvent
from alliances.obligations.wording import amount_text, why_text
from coe_hub.lib.money import money_text
from coe_hub.lib.templatetags.hub import pill

register = template.Library()

# Tone and icon of each state; state is never colour alone.
_SIGNS = {
    State.UPCOMING: ("neutral", ""),
    State.DUE: ("soon", "clock"),
    State.OVERDUE: ("late", "exclamation-diamond"),
    State.FULFILLED: ("good", "check-circle"),
    State.WAIVED: ("neutral", "dash-circle"),
    State.DISPUTED: ("soon", "exclamation-circle"),
    State.VOID: ("neutral", "x-lg"),
}
_EVENT_SIGNS = {
    EventState.OCCURRED: ("good", "check-circle"),
    EventState.DEEMED: ("good", "check-circle"),
    EventState.RECEIVED: ("teal", "inbox"),
    EventState.CONTESTED: ("soon", "exclamation-circle"),
    EventState.VOID: ("neutral", "x-lg"),
}


@register.filter
def why(row: Fulfilment) -> str:
    """Why it is due on its day."""
    return why_text(row)


@register.filter
def amount(obligation: Obligation) -> str:
    """Its amount and currency; "" without money."""
    return amount_text(obligation)


@register.filter
def money(value: Decimal, currency: str) -> str:
    """An exact sum."""
    return money_text(value, currency)


@register.simple_tag
def due_state(*, row: Fulfilment, today: date | None = None) -> SafeString:
    """Where it stands, as a pill."""
    state = row.state_on(today or timezone.localdate())
    tone, icon = _SIGNS[state]
    return pill(text=state.label, tone=tone, icon=icon)


@register.simple_tag
def event_state(*, event: TriggerEvent) -> SafeString:
    """Where an event stands, as a pill."""
    tone, icon = _EVENT_SIGNS.get(event.state, ("neutral", ""))
    return pill(text=event.state.label, tone=tone, icon=icon)
