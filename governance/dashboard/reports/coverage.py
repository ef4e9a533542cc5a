"""How many alliances and joint meetings have somebody of ours who knows the trade; who that is, is told nowhere.

What stands behind a wall is not counted: the figure would give it away.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from alliances.core.models import Alliance, AllianceQuerySet, Side
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User
from coe_hub.usage.privacy import FEWEST_PEOPLE
from coe_hub.vocabulary.models import Access
from governance.dashboard.reports.counting import Counting, Figure, counts, figure_of, flag
from governance.meetings.coverage import COVERED, alliance_managers, with_coverage
from governance.meetings.models import Meeting, MeetingState
from training.trained import trained_people

LOOKS_BACK = timedelta(days=365)
# Of alliances, beside those: nobody of ours sponsors them.
UNSPONSORED = {"unsponsored": Q(our_sponsors=0)}
_ALL = {**COVERED, "people": Q(our_people__gt=0), "enough": Q(our_people__gte=FEWEST_PEOPLE)}


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


def coverage(counting: Counting, today: date) -> Coverage:
    """As things stand on that day. Two queries."""
    since = today - LOOKS_BACK
    held = {"whose": "joint", "state": MeetingState.HELD.value, "since": since.isoformat()}
    alliances = _ALLIANCES.figures(counting.user, **counting.given)
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
    alliances, who sponsors this one, and who finished a course: to tell people apart takes a while, and only whether
    there is anybody is asked of these."""
    ours = Q(members__side=Side.OURS)

    def roles(condition: Q) -> Count:
        return Count("members", filter=ours & condition)

    return alliances.living().annotate(
        our_people=Count("members__person", filter=ours, distinct=True),
        our_managers=roles(Q(members__person__in=alliance_managers())),
        our_sponsors=roles(Q(members__role__access=Access.SPONSOR)),
        our_trained=roles(Q(members__person__in=trained_people())),
    )


def _alliances(user: User, **given: Any) -> tuple["QuerySet[Any]", dict[str, Any]]:
    counting = Counting(user, **given)
    return with_people(counting.counted).annotate(is_shown=flag(counting.shown)), counts(_ALL | UNSPONSORED)


def _meetings(user: User, *, since: date, **given: Any) -> tuple["QuerySet[Any]", dict[str, Any]]:
    counting, way = Counting(user, **given), "committee__alliance"
    held = Meeting.objects.of_committees_at_work().held().filter(starts_at__date__gte=since)
    joint = held.filter(committee__alliance__in=counting.counted, committee__scope=F("committee__alliance__scope"))
    return with_coverage(joint).annotate(is_shown=flag(counting.shown_by(way))), counts(_ALL)


_ALLIANCES, _MEETINGS = ForReader(_alliances), ForReader(_meetings)


def told(one: Alliance) -> str:
    """By which of `COVERED` it is told whether somebody there is trained; empty where nobody of ours is named."""
    people, trained = getattr(one, "our_people", 0), getattr(one, "our_trained", 0)
    if people < FEWEST_PEOPLE:
        return "few" if people else ""
    return "trained" if trained else "untrained"
