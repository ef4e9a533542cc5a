"""What to attend to, to decide and to celebrate: found by the rules of `alliances.findings`, never typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, Count, F, QuerySet, Value, Window
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliances import findings
from alliances.findings import FINDINGS, Rule
from coe_hub.lib.dates import date_text
from coe_hub.lib.text import join_words
from coe_hub.vocabulary.models import Phase
from governance.reports.counting import Counting, Figure, flag, list_url

LINES = 3


@dataclass(frozen=True)
class Line:
    """One line of a list: what, why, and where to read on."""

    title: str
    text: str
    url: str


class Named(NamedTuple):
    """An alliance the reader may see, with the day that puts it on the list."""

    public_id: str
    name: str
    day: date | None
    phase: str


@dataclass(frozen=True)
class Found:
    """What one rule found: how many, and the first few of those the reader may see."""

    code: str
    figure: Figure
    named: Sequence[Named]


_DAYS: dict[str, Any] = {
    "at_risk": lambda: findings.review_value("held_on"),
    "long_overdue": lambda: F("next_review_on"),
    "no_lead": findings.in_phase_since,
    "ends_unseen": lambda: F("ends_on"),
    "term_ends": lambda: F("ends_on"),
    "long_forming": findings.last_step,
    "long_ending": findings.in_phase_since,
    "recovered": lambda: findings.review_value("held_on"),
    "improved": lambda: findings.review_value("held_on"),
    "began": findings.in_phase_since,
}
_NEWEST_FIRST = {"at_risk", "recovered", "improved", "began"}
_COUNTED_ONLY: dict[str, tuple[Rule, dict[str, str]]] = {
    "attend": (FINDINGS["attend"].narrow, {"finding": "attend"}),
    "decide": (FINDINGS["decide"].narrow, {"finding": "decide"}),
    "overdue": (findings.review_overdue, {"review": "overdue"}),
    "soon": (findings.review_soon, {"review": "soon"}),
}


def find_all(counting: Counting, today: date) -> dict[str, Found]:
    """Every finding of the dashboard, by its code, the empty ones included. One query."""
    rules = {code: (FINDINGS[code].narrow, {"finding": code}) for code in _DAYS} | _COUNTED_ONLY
    head, *rest = (_rows(code, rule, counting, today) for code, (rule, _query) in rules.items())
    rows: dict[str, list[Any]] = {code: [] for code in rules}
    for row in head.union(*rest, all=True):
        rows[row[0]].append(row)
    return {code: _found(code, rows[code], list_url(**query)) for code, (_rule, query) in rules.items()}


def _rows(code: str, rule: Rule, counting: Counting, today: date) -> "QuerySet[Any, Any]":
    """The first rows of one rule, each with the totals; those the reader may not see come last."""
    day = _DAYS[code]() if code in _DAYS else F("next_review_on")
    return (
        rule(counting.counted, today)
        .annotate(
            code=Value(code, output_field=CharField()),
            is_shown=flag(counting.shown),
            total=Window(Count("pk")),
            shown=Window(Count("pk", filter=counting.shown)),
            day=day,
        )
        .order_by("-is_shown", "-day" if code in _NEWEST_FIRST else "day", "name", "pk")
        .values_list("code", "total", "shown", "is_shown", "public_id", "name", "day", "stage__phase")[
            : LINES if code in _DAYS else 1
        ]
    )


def _found(code: str, rows: Sequence[Any], url: str) -> Found:
    total, shown = (rows[0][1], rows[0][2]) if rows else (0, 0)
    named = sorted((Named(*row[4:]) for row in rows if row[3]), key=lambda one: one.day or date.max)
    return Found(code, Figure(total, total - shown, url), named[::-1] if code in _NEWEST_FIRST else named)


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
    words = _WORDS[group.code]
    whole = not group.figure.hidden and group.figure.count <= free
    named = group.named[: free if whole else free - 1]
    written = [
        Line(one.name, words.reason(one, today), reverse("alliance_detail", args=[one.public_id])) for one in named
    ]
    if not whole:
        others = group.named[len(named) : len(named) + 2]
        names = join_words(one.name for one in others)
        if others and len(named) + len(others) < group.figure.count:
            names = _("Among them %(names)s.") % {"names": names}
        text = " ".join(part for part in (names, group.figure.hidden_text) if part)
        written.append(Line(words.title(group.figure.count), text, group.figure.url))
    return written


@dataclass(frozen=True)
class _Words:
    """A rule in sentences: about one alliance, and about several."""

    reason: Callable[[Named, date], str]
    title: Callable[[int], str]


def _at_risk(one: Named, today: date) -> str:
    return _("Reviewed at risk on %(day)s.") % {"day": date_text(one.day)}


def _long_overdue(one: Named, today: date) -> str:
    days = (today - one.day).days if one.day else 0
    return _("Its review was due on %(day)s, %(count)d days ago.") % {"day": date_text(one.day), "count": days}


def _no_lead(one: Named, today: date) -> str:
    return _("%(phase)s since %(month)s, and nobody leads it.") % {
        "phase": Phase(one.phase).label,
        "month": date_text(one.day, "month"),
    }


def _ends_unseen(one: Named, today: date) -> str:
    return _("Ends on %(day)s; not reviewed for half a year.") % {"day": date_text(one.day)}


def _term_ends(one: Named, today: date) -> str:
    if one.day and one.day < today:
        return _("Its term ended on %(day)s and the work goes on: renew, or wind down?") % {"day": date_text(one.day)}
    return _("Its term ends on %(day)s: renew, reshape or wind down?") % {"day": date_text(one.day)}


def _long_forming(one: Named, today: date) -> str:
    return _("Forming for over a year, last step in %(month)s: sign, or let go?") % {
        "month": date_text(one.day, "month")
    }


def _long_ending(one: Named, today: date) -> str:
    return _("Ending since %(month)s: what still keeps it open?") % {"month": date_text(one.day, "month")}


def _recovered(one: Named, today: date) -> str:
    return _("From at risk to on track, reviewed on %(day)s.") % {"day": date_text(one.day)}


def _improved(one: Named, today: date) -> str:
    return _("From watch to on track, reviewed on %(day)s.") % {"day": date_text(one.day)}


def _began(one: Named, today: date) -> str:
    return _("Running since %(day)s.") % {"day": date_text(one.day)}


_WORDS = {
    "at_risk": _Words(
        _at_risk,
        lambda n: ngettext("%(count)d alliance stands at risk", "%(count)d alliances stand at risk", n) % {"count": n},
    ),
    "long_overdue": _Words(
        _long_overdue,
        lambda n: ngettext("%(count)d review is long overdue", "%(count)d reviews are long overdue", n) % {"count": n},
    ),
    "no_lead": _Words(
        _no_lead,
        lambda n: ngettext("%(count)d alliance has no lead", "%(count)d alliances have no lead", n) % {"count": n},
    ),
    "ends_unseen": _Words(
        _ends_unseen,
        lambda n: (
            ngettext(
                "%(count)d alliance ends within a year, unreviewed",
                "%(count)d alliances end within a year, unreviewed",
                n,
            )
            % {"count": n}
        ),
    ),
    "term_ends": _Words(
        _term_ends,
        lambda n: (
            ngettext("%(count)d term ends within 180 days", "%(count)d terms end within 180 days", n) % {"count": n}
        ),
    ),
    "long_forming": _Words(
        _long_forming,
        lambda n: (
            ngettext(
                "%(count)d alliance has been forming for over a year",
                "%(count)d alliances have been forming for over a year",
                n,
            )
            % {"count": n}
        ),
    ),
    "long_ending": _Words(
        _long_ending,
        lambda n: (
            ngettext(
                "%(count)d alliance has been ending for over a year",
                "%(count)d alliances have been ending for over a year",
                n,
            )
            % {"count": n}
        ),
    ),
    "recovered": _Words(
        _recovered,
        lambda n: (
            ngettext("%(count)d alliance is back on track", "%(count)d alliances are back on track", n) % {"count": n}
        ),
    ),
    "improved": _Words(
        _improved,
        lambda n: (
            ngettext("%(count)d alliance left the watch list", "%(count)d alliances left the watch list", n)
            % {"count": n}
        ),
    ),
    "began": _Words(
        _began,
        lambda n: ngettext("%(count)d alliance began running", "%(count)d alliances began running", n) % {"count": n},
    ),
}
