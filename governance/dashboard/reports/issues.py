"""Open issues by the level they stand on and for how long, and where the clock ran out.

What stands behind a wall is not counted: the figure would give it away.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alliances.issues.models import IssueStep, Level, Way
from coe_hub.lib.quarters import Quarter, last_quarters
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User
from governance.dashboard.reports.counting import QUARTERS, Counting, Figure, counts, figure_of, flag, in_each_quarter

# How long an issue stands on its level: from so many days on, up to so many.
AGES: tuple[tuple[str, Promise, int, int | None], ...] = (
    ("fresh", _("under a month"), 0, 29),
    ("ageing", _("one to three months"), 30, 89),
    ("old", _("over three months"), 90, None),
)


@dataclass(frozen=True)
class LevelRow:
    """A level, and its open issues by how long they stand on it, in the order of `AGES`."""

    level: Level
    ages: list[Figure]
    total: Figure


@dataclass(frozen=True)
class Open:
    """Open issues, the highest level first, and those whose clock ran out."""

    levels: list[LevelRow]
    run_out: Figure
    total: Figure


def open_issues(counting: Counting, today: date) -> Open:
    """As things stand on that day. One query."""
    found = _OPEN.figures(counting.user, today=today, **counting.given)

    def figure(name: str, **query: Any) -> Figure:
        return figure_of(found, name, counting.url("issue_list", **query))

    def row(level: Level) -> LevelRow:
        ages = [
            figure(f"{code}_{level.value}", level=level.value, **_days(today, least, most))
            for code, _label, least, most in AGES
        ]
        count, hidden = sum(one.count for one in ages), sum(one.hidden for one in ages)
        return LevelRow(level, ages, Figure(count, hidden, counting.url("issue_list", level=level.value)))

    return Open(
        levels=[row(level) for level in reversed(Level)],
        run_out=figure("run_out", state="run_out"),
        total=figure("all"),
    )


def _days(today: date, least: int, most: int | None) -> dict[str, str]:
    days = {"until": (today - timedelta(days=least)).isoformat()} if least else {}
    return days | ({"since": (today - timedelta(days=most)).isoformat()} if most is not None else {})


def _open(user: User, *, today: date, **given: Any) -> tuple["QuerySet[Any]", dict[str, Any]]:
    counting = Counting(user, **given)
    steps = (
        IssueStep.objects.active()
        .current()
        .open()
        .filter(issue__alliance__in=counting.counted, issue__scope=F("issue__alliance__scope"))
    )
    conditions = {"all": Q(), "run_out": Q(until_on__lt=today)}
    for level in Level:
        for code, _label, least, most in AGES:
            days = Q(on__lte=today - timedelta(days=least)) if least else Q()
            days &= Q(on__gte=today - timedelta(days=most)) if most is not None else Q()
            conditions[f"{code}_{level.value}"] = days & Q(level=level.value)
    return steps.annotate(is_shown=flag(counting.shown_by("issue__alliance"))), counts(conditions)


_OPEN = ForReader(_open)


@dataclass(frozen=True)
class Raised:
    """Issues raised in a quarter by what became of them."""

    quarter: Quarter
    settled: Figure
    open: Figure


def issues_by_quarter(counting: Counting, today: date) -> list[Raised]:
    """What was raised in the last eight quarters, and how much of it is settled by now. One query."""
    found = _RAISED.figures(counting.user, today=today, **counting.given)

    def figure(name: str, quarter: Quarter, state: str) -> Figure:
        days = {"raised_since": quarter.start.isoformat(), "raised_until": min(quarter.end, today).isoformat()}
        return figure_of(found, name, counting.url("issue_list", state=state, **days))

    return [
        Raised(quarter, figure(f"settled_{place}", quarter, "resolved"), figure(f"open_{place}", quarter, "open"))
        for place, quarter in enumerate(last_quarters(today, QUARTERS))
    ]


def _raised(user: User, *, today: date, **given: Any) -> tuple["QuerySet[Any]", dict[str, Any]]:
    counting = Counting(user, **given)
    current = IssueStep._base_manager.filter(issue=OuterRef("issue")).order_by("-pk").values("way")[:1]
    rows = (
        IssueStep.objects.active()
        .filter(way=Way.RAISED, issue__alliance__in=counting.counted, issue__scope=F("issue__alliance__scope"))
        .annotate(stands=Subquery(current), is_shown=flag(counting.shown_by("issue__alliance")))
    )
    became = {"settled": Q(stands=Way.RESOLVED), "open": ~Q(stands=Way.RESOLVED)}
    return rows, counts(in_each_quarter(became, "on", today))


_RAISED = ForReader(_raised)
