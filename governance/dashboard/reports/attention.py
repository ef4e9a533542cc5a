"""What to attend to, to decide and to celebrate: found by the rules of `alliances.core.signals`, never typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, F, QuerySet, TextField, Value, Window
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.core.rules import review_overdue, review_soon
from alliances.core.signals import Call, Rule, Sighted, Signal, any_of, signals
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import Person, User
from governance.dashboard.reports.counting import Counting, Figure, flag

LINES = 3


@dataclass(frozen=True)
class Line:
    """One line of a list: what, why, and where to read on; of an alliance also the reason as somebody wrote it, and who
    leads it. A line for several has those that are named `among` them, each with its own reason."""

    title: str
    text: str
    url: str
    quote: str = ""
    lead: str = ""
    among: Sequence["Line"] = ()


@dataclass(frozen=True)
class Found:
    """What one rule found: how many, and the first few of those the reader may see; `signal` tells it in words."""

    signal: Signal | None
    figure: Figure
    named: Sequence[Sighted]


# Counted and linked, but told in no list of its own
_COUNTED_ONLY: dict[str, tuple[Rule, dict[str, str]]] = {
    "attend": (any_of(Call.ATTEND), {"finding": "attend"}),
    "decide": (any_of(Call.DECIDE), {"finding": "decide"}),
    "overdue": (review_overdue, {"review": "overdue"}),
    "soon": (review_soon, {"review": "soon"}),
}


@dataclass(frozen=True)
class _Asked:
    """One rule to count by, the list behind its figure, and its signal, where it has one."""

    rule: Rule
    query: dict[str, str]
    signal: Signal | None = None


def _all_asked() -> dict[str, _Asked]:
    told = {signal.code: _Asked(signal.narrow, {"finding": signal.code}, signal) for signal in signals()}
    return told | {code: _Asked(rule, query) for code, (rule, query) in _COUNTED_ONLY.items()}


def find_all(counting: Counting, today: date) -> dict[str, Found]:
    """Every signal of the dashboard, by its code, the empty ones included. One query."""
    asked = _all_asked()
    rows: dict[str, list[_Row]] = {code: [] for code in asked}
    for row in map(_Row._make, _FOUND.rows(counting.user, tuple(asked), today=today, **counting.given)):
        rows[row.code].append(row)
    return {code: _found(counting, one, rows[code]) for code, one in asked.items()}


def _all_rows(user: User, _codes: tuple[str, ...], *, today: date, **given: Any) -> "QuerySet[Any, Any]":
    head, *rest = (_rows(code, one, Counting(user, **given), today) for code, one in _all_asked().items())
    return head.union(*rest, all=True)


_FOUND = ForReader(_all_rows)


_LEAD = ("family_name", "given_name", "latin_name")
_COLUMNS = ("code", "total", "shown", "is_shown", "public_id", "name", "day", "stage__phase", "quote")


class _Row(NamedTuple):
    """A row of the one query: a rule's totals, which all its rows carry, and one alliance it found."""

    code: str
    total: int
    shown: int
    is_shown: bool
    public_id: str
    name: str
    day: date | None
    phase: str
    quote: str | None
    family_name: str | None
    given_name: str | None
    latin_name: str | None

    @property
    def lead(self) -> str:
        """Who leads it, as the reader's language writes it; empty where nobody does."""
        names = {name: getattr(self, name) for name in _LEAD}
        return Person(**names).display_name if self.family_name is not None else ""


def _rows(code: str, asked: _Asked, counting: Counting, today: date) -> "QuerySet[Any, Any]":
    """The first rows of one rule. Those the reader may not see come last, so that the figures hold them and the lines
    do not run short of others; of a rule that is only counted, one row carries the totals."""
    signal = asked.signal
    # Which they are is asked apart from what is told of them: how many a rule finds Postgres cannot know, and would
    # join them in an order that is good for one.
    found = ArraySubquery(asked.rule(counting.counted, today).order_by().values("pk"))
    return (
        Alliance.objects.filter(pk__any=found)
        .annotate(
            code=Value(code, output_field=CharField()),
            is_shown=flag(counting.shown),
            total=Window(Count("pk")),
            shown=Window(Count("pk", filter=counting.shown)),
            day=signal.day() if signal else F("next_review_on"),
            quote=signal.quote() if signal and signal.quote else Value("", output_field=TextField()),
        )
        .order_by("-is_shown", "-day" if signal and signal.is_newest_first else "day", "sort_key", "pk")
        .values_list(*_COLUMNS, *(f"lead__{name}" for name in _LEAD))[: LINES if signal else 1]
    )


def _found(counting: Counting, asked: _Asked, rows: Sequence[_Row]) -> Found:
    total, shown = (rows[0].total, rows[0].shown) if rows else (0, 0)
    seen = [
        Sighted(row.public_id, row.name, row.day, row.phase, row.quote or "", row.lead) for row in rows if row.is_shown
    ]
    seen.sort(key=lambda one: one.day or date.max)
    signal = asked.signal
    figure = Figure(total, total - shown, counting.url(**asked.query))
    return Found(signal, figure, seen[::-1] if signal and signal.is_newest_first else seen)


def lines(groups: Sequence[Found], *, today: date, room: int = LINES) -> list[Line]:
    """At most `room` lines: each rule that found something gets one, the first ones more where there is room.

    Alliances the reader may see are named, each with its record; where they are too many, or restricted, one line
    gives the figure and leads to the list.
    """
    waiting = [group for group in groups if group.figure.count][:room]
    written: list[Line] = []
    for place, group in enumerate(waiting):
        free = room - len(written) - (len(waiting) - place - 1)
        written += _group_lines(group, free=free, today=today)
    return written


def _group_lines(group: Found, *, free: int, today: date) -> list[Line]:
    """What one rule found, in at most `free` lines."""
    signal = group.signal
    assert signal is not None  # noqa: S101  CONFIG: only signals are told in lines
    # Either each alliance has its line, or the last line is kept for the figure and whoever has no line.
    whole = not group.figure.hidden and group.figure.count <= free
    named = group.named[: free if whole else free - 1]
    written = [_line(signal, one, today) for one in named]
    if not whole:
        # Two more by name. A figure alone says how many are hidden.
        others = [_line(signal, one, today) for one in group.named[len(named) : len(named) + 2]]
        title, text = signal.title(group.figure.count), group.figure.hidden_text
        written.append(Line(title, text, group.figure.url, among=others))
    return written


def _line(signal: Signal, one: Sighted, today: date) -> Line:
    url = reverse("alliance_detail", args=[one.public_id])
    return Line(one.name, signal.reason(one, today), url, quote=one.quote, lead=one.lead)
