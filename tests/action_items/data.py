"""What tests of action items share."""

from datetime import date

from django.urls import reverse

from coe_hub.action_items.models import ActionItem

TODAY = date(2026, 6, 1)  # a Monday


def state(item: ActionItem) -> tuple[object, ...]:
    """How it is now: state, who closed it, with which note."""
    item.refresh_from_db()
    return item.state, item.closed_by, item.close_note


def page(name: str, item: ActionItem) -> str:
    """Its address."""
    return reverse(name, args=[item.public_id])
