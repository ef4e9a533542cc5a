"""Committees as lists and files show them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from coe_hub.lib.tables import Column, column_of
from governance.committees.models import Committee, CommitteeQuerySet
from governance.committees.states import State, with_states

if TYPE_CHECKING:
    from coe_hub.people.models import User


def committees_of(user: "User", today: date, *, alliance: Alliance | None = None) -> CommitteeQuerySet:
    """The committees the user sees, with `state`, `last_met_on`, `seat_count` and, where the user sees what one reports
    to, `parent_label`; of one alliance, where one is given.

    One query.
    """
    rows = Committee.objects.visible_to(user).active().select_related("alliance", "kind", "programme", "scope")
    rows = rows.filter(Q(alliance__isnull=True) | Q(alliance__archived_at__isnull=True)) if alliance is None else rows
    rows = rows.filter(alliance=alliance) if alliance else rows
    taken = (
        Q(seats__archived_at__isnull=True)
        & (Q(seats__starts_on__isnull=True) | Q(seats__starts_on__lte=today))
        & (Q(seats__ends_on__isnull=True) | Q(seats__ends_on__gte=today))
    )
    above = Committee.objects.visible_to(user).filter(pk=OuterRef("parent")).values("label")[:1]
    counted = with_states(rows, today).annotate(
        seat_count=Count("seats", filter=taken, distinct=True), parent_label=Subquery(above)
    )
    return counted.in_order()


def committee_columns() -> Sequence[Column]:
    """The columns of the list in files."""
    return [
        column_of(Committee, "label"),
        column_of(Committee, "expansion", width=40),
        column_of(Committee, "kind", width=32),
        Column("alliance", _("Alliance"), lambda one: one.alliance.name if one.alliance else "", width=44),
        column_of(Committee, "programme", width=24),
        Column("state", _("State"), lambda one: str(State(one.state).label), width=22),
        Column("last_met_on", _("Met last"), lambda one: one.last_met_on, width=13),
        Column("seats", _("People on it"), lambda one: one.seat_count, width=12),
        Column("parent", _("Reports to"), lambda one: one.parent_label or "", width=24, is_usual=False),
        column_of(Committee, "formed_on", width=13, is_usual=False),
        column_of(Committee, "dissolved_on", width=13, is_usual=False),
        column_of(Committee, "note", width=60, is_usual=False),
        Column("url", _("Address"), lambda one: one.get_absolute_url(), width=40, is_link=True, is_usual=False),
    ]
