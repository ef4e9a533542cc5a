"""Lists of due days: their columns in files, and the money that goes in and out by quarter."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from alliances.obligations.models import Certainty, Flow, Fulfilment, FulfilmentQuerySet, State
from alliances.obligations.wording import why_text
from coe_hub.lib.quarters import Quarter, quarter_of
from coe_hub.lib.tables import Column

# From the first day of a quarter into the fourth.
_MOST_OF_A_YEAR = timedelta(days=300)


def _of(row: Fulfilment, name: str) -> Any:
    return getattr(row.obligation, name)


def _choice(row: Fulfilment, name: str) -> str:
    """A choice by its label."""
    return str(getattr(row.obligation, f"get_{name}_display")())


def _amount(row: Fulfilment) -> str | None:
    """As a number that no reader's comma changes; empty without money."""
    return None if row.obligation.amount is None else str(row.obligation.amount)


def fulfilment_columns(today: date) -> list[Column]:
    """Headings are in the reader's language; codes stay the same in every language."""
    return [
        Column("alliance", _("Alliance"), lambda row: row.obligation.alliance.name, width=40),
        Column("agreement", _("Agreement"), lambda row: str(row.obligation.agreement or ""), width=30),
        Column("clause", _("Clause"), partial(_of, name="clause"), width=12),
        Column("title", _("What is owed"), partial(_of, name="title"), width=50),
        Column("kind", _("Kind"), partial(_choice, name="kind"), width=14),
        Column("responsible", _("Owed by"), partial(_choice, name="responsible"), width=14),
        Column("owner", _("Seen to by"), lambda row: str(row.obligation.owner or ""), width=22),
        Column("due_on", _("Due"), lambda row: row.due_on, width=12),
        Column("notice_on", _("Begin on"), lambda row: row.notice_on, width=12),
        Column("state", _("State"), lambda row: str(row.state_on(today).label), width=12),
        Column("amount", _("Amount"), _amount, width=16),
        Column("currency", _("Currency"), partial(_of, name="currency"), width=9),
        Column("why", _("Why then"), why_text, width=60),
        Column("money", _("Money"), partial(_choice, name="flow"), width=12, is_usual=False),
        Column("certainty", _("The amount is"), partial(_choice, name="certainty"), width=12, is_usual=False),
        Column("condition", _("Only if"), partial(_of, name="condition"), width=30, is_usual=False),
        Column("fulfilled_on", _("Fulfilled on"), lambda row: row.fulfilled_on, width=12, is_usual=False),
        Column("address", _("Address in the hub"), Fulfilment.get_absolute_url, 54, is_link=True, is_usual=False),
    ]


@dataclass
class Sums:
    """What goes in and out in one quarter and currency; `estimated` is how much of both is an estimate."""

    quarter: Quarter
    currency: str
    flow_in: Decimal = Decimal(0)
    flow_out: Decimal = Decimal(0)
    estimated: Decimal = Decimal(0)


def money_by_quarter(rows: FulfilmentQuerySet, *, since: date) -> list[Sums]:
    """The money of due days `with_state` in the four quarters from that of `since` on, but for what is waived or void,
    by quarter and currency, the soonest first. One query."""
    first = quarter_of(since).start
    last = quarter_of(first + _MOST_OF_A_YEAR).end
    months = (
        rows.exclude(state__in=[State.WAIVED, State.VOID])
        .filter(due_on__range=(first, last), obligation__amount__isnull=False)
        .order_by()
        .annotate(month=TruncMonth("due_on"))
        .values_list("month", "obligation__currency", "obligation__flow", "obligation__certainty")
        .annotate(total=Sum("obligation__amount"))
    )
    found: dict[tuple[date, str], Sums] = {}
    for month, currency, flow, certainty, total in months:
        quarter = quarter_of(month)
        sums = found.setdefault((quarter.start, currency), Sums(quarter, currency))
        if flow == Flow.IN:
            sums.flow_in += total
        else:
            sums.flow_out += total
        if certainty == Certainty.ESTIMATE:
            sums.estimated += total
    return [found[key] for key in sorted(found)]
