"""What both sides owe each other: what is overdue and by whom, what comes, how days were kept, and the money.

What stands behind a wall is not counted: the figure would give it away. Money is summed of what the reader may open
alone: a sum may give away what a number does not.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from alliances.core.models import AllianceQuerySet
from alliances.obligations.listing import Sums, by_quarter, money_by_month
from alliances.obligations.models import Fulfilment, FulfilmentQuerySet, Responsible, State
from coe_hub.lib.money import money_text
from coe_hub.lib.quarters import Quarter, last_quarters
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User
from governance.dashboard.reports.counting import QUARTERS, Counting, Figure, counts, figure_of, flag, in_each_quarter

AHEAD = timedelta(days=92)
_OWED_BY = "obligation__responsible"
_WAY = "obligation__alliance"


@dataclass(frozen=True)
class Owed:
    """Overdue by who owes it, and what is due in the three months ahead."""

    overdue: dict[Responsible, Figure]
    coming: Figure

    @property
    def late(self) -> int:
        """All that is overdue."""
        return sum(figure.count for figure in self.overdue.values())


@dataclass(frozen=True)
class Kept:
    """Days of a quarter by whether they were kept: fulfilled by their day, later, or passed and still owed."""

    quarter: Quarter
    on_time: Figure
    late: Figure
    missed: Figure


def _own(rows: FulfilmentQuerySet, alliances: AllianceQuerySet) -> FulfilmentQuerySet:
    """Of these alliances, and in their own scope."""
    return rows.living().filter(obligation__alliance__in=alliances, obligation__scope=F("obligation__alliance__scope"))


def owed(counting: Counting, today: date) -> Owed:
    """As things stand on that day. One query."""
    found = _OWED.figures(counting.user, today=today, **counting.given)

    def figure(name: str, **query: Any) -> Figure:
        return figure_of(found, name, counting.url("obligation_list", of="all", **query))

    return Owed(
        overdue={who: figure(who.value, state=State.OVERDUE.value, responsible=who.value) for who in Responsible},
        coming=figure("coming", state="open", since=today.isoformat(), until=(today + AHEAD).isoformat()),
    )


def _owed(user: User, *, today: date, **given: Any) -> tuple["QuerySet[Any]", dict[str, Any]]:
    counting = Counting(user, **given)
    rows = _own(Fulfilment.objects.unsettled(), counting.counted).annotate(is_shown=flag(counting.shown_by(_WAY)))
    is_late = Q(due_on__lt=today, is_expected=False, disputed_on__isnull=True)
    conditions = {who.value: is_late & Q(**{_OWED_BY: who.value}) for who in Responsible}
    conditions["coming"] = Q(due_on__gte=today, due_on__lte=today + AHEAD)
    return rows, counts(conditions)


_OWED = ForReader(_owed)


def days_kept(counting: Counting, today: date) -> list[Kept]:
    """How the days of the last eight quarters were kept; of the running one those that have come. One query."""
    found = _KEPT.figures(counting.user, today=today, **counting.given)

    def figure(name: str, quarter: Quarter, **query: str) -> Figure:
        days = {"since": quarter.start.isoformat(), "until": min(quarter.end, today).isoformat()}
        url = counting.url("obligation_list", of="all", **query, **days)
        return figure_of(found, name, url)

    return [
        Kept(
            quarter,
            on_time=figure(f"kept_{place}", quarter, state="all", kept="on_time"),
            late=figure(f"late_{place}", quarter, state="all", kept="late"),
            missed=figure(f"missed_{place}", quarter, state=State.OVERDUE.value),
        )
        for place, quarter in enumerate(last_quarters(today, QUARTERS))
    ]


def _kept(user: User, *, today: date, **given: Any) -> tuple["QuerySet[Any]", dict[str, Any]]:
    counting = Counting(user, **given)
    rows = _own(Fulfilment.objects.filter(waived_on__isnull=True, is_expected=False).without_void(), counting.counted)
    rows = rows.annotate(is_shown=flag(counting.shown_by(_WAY)))
    states = {
        "kept": Q(fulfilled_on__lte=F("due_on")),
        "late": Q(fulfilled_on__gt=F("due_on")),
        "missed": Q(fulfilled_on__isnull=True, disputed_on__isnull=True, due_on__lt=today),
    }
    return rows, counts(in_each_quarter(states, "due_on", today))


_KEPT = ForReader(_kept)


@dataclass(frozen=True)
class Money:
    """What goes in and out in a quarter, by currency, and the list behind it."""

    quarter: Quarter
    sums: list[Sums]
    url: str

    @property
    def flow_in(self) -> list[str]:
        """What we receive, a text for each currency."""
        return [money_text(one.flow_in, one.currency) for one in self.sums if one.flow_in]

    @property
    def flow_out(self) -> list[str]:
        """What we pay, a text for each currency."""
        return [money_text(one.flow_out, one.currency) for one in self.sums if one.flow_out]


def money(counting: Counting, today: date) -> list[Money]:
    """What goes in and out in the four quarters ahead, of what the reader may open, the soonest first. One query."""
    found: dict[Quarter, list[Sums]] = {}
    for sums in by_quarter(_MONEY.rows(counting.user, today=today, **counting.given)):
        found.setdefault(sums.quarter, []).append(sums)
    return [Money(quarter, sums, _list_of(counting, quarter)) for quarter, sums in found.items()]


def _money(user: User, *, today: date, **given: Any) -> "QuerySet[Any, Any]":
    rows = _own(Fulfilment.objects.visible_to(user), Counting(user, **given).open_ones)
    return money_by_month(rows.with_state(today), since=today)


_MONEY = ForReader(_money)


def _list_of(counting: Counting, quarter: Quarter) -> str:
    days = {"since": quarter.start.isoformat(), "until": quarter.end.isoformat()}
    return counting.url("obligation_list", of="all", state="all", **days)
