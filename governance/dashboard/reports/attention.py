"""What to attend to, to decide and to celebrate: found by the rules of `alliances.core.signals`, never typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Case, CharField, F, QuerySet, TextField, Value, When
from django.urls import reverse

from alliances.core.models import Alliance
from alliances.core.rules import review_overdue, review_soon
from alliances.core.signals import Call, Rule, Sighted, Signal, any_of, signals
from coe_hub.lib.prepared import Prepared
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


def find_all(counting: Counting, today: date) -> dict[str, Found]:
    """Every signal of the dashboard, by its code, the empty ones included. Two queries."""
    told = {signal.code: signal for signal in signals()}
    rows = map(_Counted._make, _counted().rows(counting.user, today=today, **counting.given))
    counted = {row.code: row for row in rows}
    # Of each list, those rules that get a line.
    lists = ([signal.code for signal in signals(call) if counted[signal.code].total][:LINES] for call in Call)
    named = _named({code: counted[code].first or [] for codes in lists for code in codes})
    return {
        code: Found(told.get(code), one.figure(counting.url(**_query(code))), named.get(code, ()))
        for code, one in counted.items()
    }


class _Counted(NamedTuple):
    """How many a rule found, how many of them the reader sees, and of a signal the first of those, in the order of its
    day, by their ids."""

    code: str
    total: int
    shown: int
    first: list[int] | None

    def figure(self, url: str) -> Figure:
        return Figure(self.total, self.total - self.shown, url)


def _rules() -> dict[str, Rule]:
    counted_only = {code: rule for code, (rule, _query) in _COUNTED_ONLY.items()}
    return {signal.code: signal.rule for signal in signals()} | counted_only


def _query(code: str) -> dict[str, str]:
    return _COUNTED_ONLY[code][1] if code in _COUNTED_ONLY else {"finding": code}


def _every_alliance(user: User, *, today: date, **given: Any) -> "QuerySet[Any, Any]":
    """All that is counted, each with whether it is shown and, for each rule, whether it finds it and by which day."""
    counting = Counting(user, **given)
    days = {f"{one.code}_day": _day(one, today) for one in signals()}
    found = {f"is_{code}": flag(rule(today)) for code, rule in _rules().items() if code not in list(Call)}
    rows = counting.counted.annotate(is_shown=flag(counting.shown), **found, **days)
    return rows.order_by().values_list("pk", "sort_key", "is_shown", *found, *days)


def _day(signal: Signal, today: date) -> Any:
    """What is looked up elsewhere is looked up for those alone that are found."""
    day = signal.day()
    return day if isinstance(day, F) else Case(When(signal.rule(today), then=day))


@cache
def _counted() -> ForReader:
    """All rules in one pass over the alliances: a row for each, as `_Counted`.

    Most alliances are found by the same few rules, so those of the same rules are counted first and summed for each
    rule; those alone are looked through for the first of a signal that a signal found.
    """
    told = [one.code for one in signals()]
    asked = [f"is_{code}" for code in _rules() if code not in list(Call)]
    any_rule, columns = " OR ".join(asked), ", ".join(asked)
    any_signal = " OR ".join(f"is_{code}" for code in told)
    # OFFSET keeps Postgres from asking a rule again wherever its answer is used.
    found = f"WITH found AS MATERIALIZED (SELECT * FROM ({{}} OFFSET 0) AS every_alliance WHERE {any_rule}),"  # noqa: S608  CONFIG: names of ours
    alike = (
        f" alike AS MATERIALIZED (SELECT is_shown, {columns}, count(*) AS number FROM found"  # noqa: S608  CONFIG: names of ours
        f" GROUP BY is_shown, {columns}),"
    )
    shown = f" told AS MATERIALIZED (SELECT * FROM found WHERE is_shown AND ({any_signal})) "  # noqa: S608  CONFIG: names of ours
    parts = [_part(code, next((one for one in signals() if one.code == code), None)) for code in _rules()]
    return ForReader(_every_alliance, around=found + alike + shown + " UNION ALL ".join(parts))


def _part(code: str, signal: Signal | None) -> str:
    rules = [one.code for one in signals(Call(code))] if code in list(Call) else [code]
    is_found = "(" + " OR ".join(f"is_{rule}" for rule in rules) + ")"
    first = "NULL::bigint[]"
    if signal:
        order = f"{code}_day{' DESC' if signal.is_newest_first else ''}, sort_key, pk"
        named = f"SELECT pk FROM told WHERE {is_found} ORDER BY {order} LIMIT {LINES}"  # noqa: S608  CONFIG: names of ours
        first = f"CASE WHEN count(*) > 0 THEN ARRAY({named}) END"
    count = "COALESCE(sum(number), 0)::bigint, COALESCE(sum(number) FILTER (WHERE is_shown), 0)::bigint"
    return f"SELECT '{code}', {count}, {first} FROM alike WHERE {is_found}"  # noqa: S608  CONFIG: names of ours


_LEAD = ("family_name", "given_name", "latin_name")


def _named(first: Mapping[str, list[int]]) -> dict[str, list[Sighted]]:
    """These alliances of each rule as they are told, the earliest day first, or the latest where the newest lead."""
    wanted = {code: ids for code, ids in first.items() if ids}
    found: dict[str, dict[int, Sighted]] = {code: {} for code in wanted}
    rows = _TOLD.rows(tuple(wanted), **wanted) if wanted else []
    for code, pk, public_id, name, day, phase, quote, family_name, *names in rows:
        lead = (
            "" if family_name is None else Person(**dict(zip(_LEAD, [family_name, *names], strict=True))).display_name
        )
        found[code][pk] = Sighted(public_id, name, day, phase, quote or "", lead)
    return {code: [found[code][pk] for pk in ids] for code, ids in wanted.items()}


def _told(codes: tuple[str, ...], **first: list[int]) -> "QuerySet[Any, Any]":
    head, *rest = (_rows(signal, first[signal.code]) for signal in signals() if signal.code in codes)
    return head.union(*rest, all=True)


def _rows(signal: Signal, ids: list[int]) -> "QuerySet[Any, Any]":
    """Those alliances with the rule's code and their ids, then the columns of `Sighted`, the lead by name."""
    rows = Alliance.objects.filter(pk__any=ids).annotate(
        code=Value(signal.code, output_field=CharField()),
        day=signal.day(),
        quote=signal.quote() if signal.quote else Value("", output_field=TextField()),
    )
    lead = (f"lead__{name}" for name in _LEAD)
    return rows.order_by().values_list("code", "pk", "public_id", "name", "day", "stage__phase", "quote", *lead)


_TOLD = Prepared(_told)


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
