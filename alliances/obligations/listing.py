"""Lists of due days: their columns, and the money that goes in and out by quarter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.obligations.filters import FulfilmentFilter
from alliances.obligations.models import Certainty, Flow, Fulfilment, FulfilmentQuerySet, State
from alliances.obligations.wording import why_text
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.listing import Listing, register
from coe_hub.lib.lists import name_column
from coe_hub.lib.money import amount_text
from coe_hub.lib.prepared import made_of
from coe_hub.lib.quarters import Quarter, quarter_of
from coe_hub.lib.tables import Column
from coe_hub.people.models import scopes_worked_on

# From the first day of a quarter into the fourth.
_MOST_OF_A_YEAR = timedelta(days=300)


# The reader's own, and all they see; beside them the alliances they work on.
MINE, ALL = "mine", "all"
_ALLIANCE, _TITLE = "obligation__alliance__sort_key", "obligation__title"
_CURRENCY = "obligation__currency"


def _owner() -> Any:
    return F(name_column("obligation__owner__")).asc(nulls_last=True)


def _alliance(row: Fulfilment) -> str:
    return row.obligation.alliance.name


def _fulfilled_on(row: Fulfilment) -> date | None:
    return row.fulfilled_on


def _url(row: Fulfilment) -> str:
    return row.get_absolute_url()


def _of(row: Fulfilment, name: str) -> Any:
    return getattr(row.obligation, name)


def _choice(row: Fulfilment, name: str) -> str:
    """A choice by its label."""
    return str(getattr(row.obligation, f"get_{name}_display")())


def _amount(row: Fulfilment) -> str | None:
    """As a number that no reader's comma changes; empty without money."""
    return None if row.obligation.amount is None else str(row.obligation.amount)


def _told_amount(row: Fulfilment) -> str:
    return amount_text(row.obligation.amount)


def fulfilment_columns(today: date) -> list[Column]:
    """Headings are in the reader's language; codes stay the same in every language."""
    return [
        Column("alliance", _("Alliance"), _alliance, width=40, is_shown=True, order=_ALLIANCE),
        Column("agreement", _("Agreement"), lambda row: str(row.obligation.agreement or ""), width=30),
        Column("clause", _("Clause"), partial(_of, name="clause"), width=12, order="obligation__clause"),
        Column("title", _("What is owed"), partial(_of, name="title"), 50, is_shown=True, url=_url, order=_TITLE),
        Column("kind", _("Kind"), partial(_choice, name="kind"), width=14, is_shown=True, order="obligation__kind"),
        Column("responsible", _("Owed by"), partial(_choice, name="responsible"), 14, order="obligation__responsible"),
        Column("owner", _("Seen to by"), lambda row: str(row.obligation.owner or ""), 22, is_shown=True, order=_owner),
        Column("due_on", _("Due"), lambda row: row.due_on, width=12, is_shown=True, order="due_on"),
        Column("notice_on", _("Begin on"), lambda row: row.notice_on, width=12, order="notice_on"),
        Column("state", _("State"), lambda row: str(row.state_on(today).label), width=12, is_shown=True),
        Column("amount", _("Amount"), _amount, 16, order="obligation__amount", told=_told_amount),
        Column("currency", _("Currency"), partial(_of, name="currency"), 9, order=_CURRENCY),
        Column("why", _("Why then"), why_text, width=60),
        Column("money", _("Money"), partial(_choice, name="flow"), width=12, is_usual=False),
        Column("certainty", _("The amount is"), partial(_choice, name="certainty"), width=12, is_usual=False),
        Column("condition", _("Only if"), partial(_of, name="condition"), width=30, is_usual=False),
        Column("fulfilled_on", _("Fulfilled on"), _fulfilled_on, width=12, is_usual=False, order="fulfilled_on"),
        Column("address", _("Address in the hub"), _url, 54, is_link=True, is_usual=False),
    ]


def days_seen_by(user: Any) -> FulfilmentQuerySet:
    """All due days that the reader sees, with their state today."""
    return Fulfilment.objects.visible_to(user).living().with_state(timezone.localdate())


def _filters(request: SignedInRequest, asked: QueryDict) -> FulfilmentFilter:
    """By `?of=`. Raises `Http404` for a list that is none."""
    visible, user, of = days_seen_by(request.user), request.user, asked.get("of") or MINE
    lists = {
        MINE: visible.filter(obligation__owner=user.person_id),
        "alliances": visible.filter(obligation__scope__in=scopes_worked_on(user)),
        ALL: visible,
    }
    if of not in lists:
        raise Http404
    return FulfilmentFilter(asked, queryset=lists[of], request=request, has_several=True)


OBLIGATIONS = register(
    Listing(
        code="obligations",
        url_name="obligation_list",
        label=gettext_lazy("Obligations"),
        columns=lambda: fulfilment_columns(timezone.localdate()),
        filters=_filters,
        rows=lambda found, _columns: found.with_row().iterator(1000),
        order=lambda found: found.in_order(),
        page_size=25,
        many=("owner", "responsible", "kind"),
        steps={"archive": gettext_lazy("Put them away")},
        record_key="obligation__public_id",
    )
)


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
    return by_quarter(money_by_month(rows, since=since))


def money_by_month(rows: FulfilmentQuerySet, *, since: date) -> "QuerySet[Any, Any]":
    """The same by month, currency, flow and certainty, for `by_quarter`."""
    first, last = made_of(since, _first_day), made_of(since, _last_day)
    return (
        rows.exclude(state__in=[State.WAIVED, State.VOID])
        .filter(due_on__range=(first, last), obligation__amount__isnull=False)
        .order_by()
        .annotate(month=TruncMonth("due_on"))
        .values_list("month", "obligation__currency", "obligation__flow", "obligation__certainty")
        .annotate(total=Sum("obligation__amount"))
    )


def _first_day(since: date) -> date:
    return quarter_of(since).start


def _last_day(since: date) -> date:
    return quarter_of(_first_day(since) + _MOST_OF_A_YEAR).end


def by_quarter(months: Iterable[tuple[date, str, str, str, Decimal]]) -> list[Sums]:
    """Months as quarters, the soonest first."""
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
