"""Who becomes visible and takes part by sitting on a committee; and what a scope of its own is called."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F, QuerySet

from coe_hub.people.access import participation, scope_titles
from coe_hub.people.directory import visibility
from governance.committees.models import Committee, Seat


def _titled() -> "QuerySet[Any]":
    """The Center of Excellence's own committees; the others stand in the scope of their alliance or programme."""
    return Committee.objects.own().annotate(title=F("label"), mail_title=F("label"), key=F("public_id"))


def _taking_part(people: Collection[int], scopes: Collection[int]) -> Iterable[tuple[int, int]]:
    """Who sits on a committee that stands in one of the scopes."""
    seats = Seat.objects.active().filter(person__in=people, committee__scope__in=scopes)
    return seats.values_list("person", "committee__scope")


def register_all() -> None:
    """Register what committees make visible, and what their own scopes stand around."""
    participation.register(_taking_part)
    scope_titles.register(rows=_titled, url_name="committee_detail", action_url_name="committee_action_edit")
    visibility.register(
        persons=lambda user, one: [Seat.objects.visible_to(user).filter(person=one)],
        organisations=lambda _user, _one: [],
    )
