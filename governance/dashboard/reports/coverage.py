"""How many alliances and joint meetings have somebody of ours who knows the trade; who that is, is told nowhere.

What stands behind a wall is not counted: the figure would give it away.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from alliances.core.models import Alliance, AllianceQuerySet
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User
from coe_hub.usage.privacy import FEWEST_PEOPLE
from governance.dashboard.reports.counting import Counting, Figure, counts, figure_of, flag
from governance.meetings.coverage import COVERED, with_coverage
from governance.meetings.models import Meeting, MeetingState

LOOKS_BACK = timedelta(days=365)
# Of alliances, beside those: nobody of ours sponsors them.
UNSPONSORED = {"unsponsored": Q(our_sponsors=0)}
_ALL = {**COVERED, "people": Q(our_people__gt=0), "enough": Q(our_people__gte=FEWEST_PEOPLE)}
_OF_ALLIANCES = _ALL | UNSPONSORED


@dataclass(frozen=True)
class Covered:
    """Alliances, or meetings: with an alliance manager of ours and without; with somebody trained, with nobody yet,
    with too few people to tell. `people` is how many have anybody of ours, `enough` how many have five or more."""

    managed: Figure
    unmanaged: Figure
    trained: Figure
    untrained: Figure
    few: Figure
    people: Figure
    enough: Figure


@dataclass(frozen=True)
class Coverage:
    """Living alliances, and joint meetings of the last 12 months; and alliances without a sponsor of ours."""

    alliances: Covered
    meetings: Covered
    unsponsored: Figure


@dataclass(frozen=True)
class Alike:
    """Living alliances of the same kind of work and phase, all shown or all hidden, of which the same of the conditions
    on who of ours is there are `true`; and how many they are."""

    toolkit: str
    phase: str
    is_shown: bool
    true: frozenset[str]
    number: int


def living_alike(counting: Counting) -> list[Alike]:
    """All living alliances, those alike together: what the portfolio and the coverage count. One query."""
    found = []
    for toolkit, phase, is_shown, *flags, number in _ALIKE.rows(counting.user, **counting.given):
        true = frozenset(name for name, flag in zip(_OF_ALLIANCES, flags, strict=True) if flag)
        found.append(Alike(toolkit, phase, is_shown, true, number))
    return found


def coverage(counting: Counting, today: date, living: Iterable[Alike]) -> Coverage:
    """As things stand on that day. One query."""
    since = today - LOOKS_BACK
    held = {"whose": "joint", "state": MeetingState.HELD.value, "since": since.isoformat()}
    alliances: dict[str, int] = defaultdict(int)
    for one in living:
        for name in one.true:
            alliances[name] += one.number
            alliances[f"{name}_shown"] += one.number if one.is_shown else 0
    meetings = _MEETINGS.figures(counting.user, since=since, **counting.given)
    return Coverage(
        alliances=_covered(counting, alliances, "coverage_list"),
        meetings=_covered(counting, meetings, "meeting_list", **held),
        unsponsored=figure_of(alliances, "unsponsored", counting.url("coverage_list", coverage="unsponsored")),
    )


def _covered(counting: Counting, found: dict[str, int], address: str, **query: str) -> Covered:
    def asked(name: str) -> dict[str, str]:
        return {**query, "coverage": name} if name in COVERED else query

    return Covered(**{name: figure_of(found, name, counting.url(address, **asked(name))) for name in _ALL})


def with_people(alliances: AllianceQuerySet) -> AllianceQuerySet:
    """Living ones of them, with how many people of ours are named there; in how many roles somebody who manages
    alliances, who sponsors this one, and who finished a course, as `Standing` keeps it."""
    kept = ("our_people", "our_managers", "our_sponsors", "our_trained")
    return alliances.living().annotate(**{name: F(f"standing__{name}") for name in kept})


def _alike(user: User, **given: Any) -> "QuerySet[Any, Any]":
    counting = Counting(user, **given)
    is_true = {f"is_{name}": flag(condition) for name, condition in _OF_ALLIANCES.items()}
    rows = with_people(counting.counted).annotate(is_shown=flag(counting.shown), **is_true)
    alike = rows.values_list("alliance_type__toolkit", "stage__phase", "is_shown", *is_true)
    return alike.annotate(number=Count("pk")).order_by()


def _meetings(user: User, *, since: date, **given: Any) -> tuple["QuerySet[Any]", dict[str, Any]]:
    counting, way = Counting(user, **given), "committee__alliance"
    held = Meeting.objects.of_committees_at_work().held().filter(starts_at__date__gte=since)
    joint = held.filter(committee__alliance__in=counting.counted, committee__scope=F("committee__alliance__scope"))
    return with_coverage(joint).annotate(is_shown=flag(counting.shown_by(way))), counts(_ALL)


_ALIKE, _MEETINGS = ForReader(_alike), ForReader(_meetings)


def told(one: Alliance) -> str:
    """By which of `COVERED` it is told whether somebody there is trained; empty where nobody of ours is named."""
    people, trained = getattr(one, "our_people", 0), getattr(one, "our_trained", 0)
    if people < FEWEST_PEOPLE:
        return "few" if people else ""
    return "trained" if trained else "untrained"
