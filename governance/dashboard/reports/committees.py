"""Joint committees that do not meet, minutes that are late, and the steering committee itself: who sits on it, which
function is missing, when it meets.

What stands behind a wall is not counted: the figure would give it away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import Person, User
from governance.committees.composition import Hint, hints
from governance.committees.models import Committee
from governance.committees.seats import sitting
from governance.committees.states import State, with_states
from governance.dashboard.reports.counting import Counting, Figure, counts, figure_of, flag
from governance.meetings.models import Meeting

_STEERING = "coe_steering"


@dataclass(frozen=True)
class Committees:
    """Joint committees at work, those of them that have not met for long, and meetings whose minutes are late."""

    at_work: Figure
    dormant: Figure
    late: Figure


@dataclass(frozen=True)
class Steering:
    """The Center of Excellence's steering committee: its people by function, what is missing, its meetings."""

    committee: Committee
    functions: Sequence[tuple[str, list[Person]]]
    missing: Sequence[Hint]
    last_met_on: date | None
    next_meeting: Meeting | None


def committees(counting: Counting, today: date) -> Committees:
    """As things stand on that day. Two queries."""
    found = _MEETING.figures(counting.user, today=today, **counting.given)
    late = _LATE.figures(counting.user, today=today, **counting.given)

    def figure(rows: dict[str, int], name: str, address: str, **query: str) -> Figure:
        return figure_of(rows, name, counting.url(address, **query))

    return Committees(
        at_work=figure(found, "at_work", "committee_list", whose="joint"),
        dormant=figure(found, "dormant", "committee_list", whose="joint", state=State.DORMANT.value),
        late=figure(late, "late", "meeting_list", minutes="late", whose="joint"),
    )


def _meeting(user: User, *, today: date, **given: Any) -> tuple["QuerySet[Any]", dict[str, Any]]:
    counting = Counting(user, **given)
    rows = Committee.objects.active().filter(alliance__in=counting.counted, scope=F("alliance__scope"))
    wanted = counts({"at_work": Q(), "dormant": Q(state=State.DORMANT)})
    return with_states(rows, today).annotate(is_shown=flag(counting.shown_through)), wanted


def _late(user: User, *, today: date, **given: Any) -> tuple["QuerySet[Any]", dict[str, Any]]:
    counting = Counting(user, **given)
    way = "committee__alliance"
    rows = (
        Meeting.objects.of_committees_at_work()
        .late(today)
        .filter(committee__alliance__in=counting.counted, committee__scope=F("committee__alliance__scope"))
    )
    return rows.annotate(is_shown=flag(counting.shown_by(way))), counts({"late": Q()})


_MEETING, _LATE = ForReader(_meeting), ForReader(_late)


def steering(user: User, today: date) -> Steering | None:
    """The first steering committee of the Center of Excellence that the reader sees; None where there is none."""
    committee = _OWN.first(user, today=today)
    if committee is None:
        return None
    seats = [seat for seat in sitting(committee, today) if seat.has_vote]
    named = sorted(seats, key=lambda seat: (getattr(seat.person.function, "position", 999), seat.pk))
    by_function = groupby(named, key=lambda seat: str(seat.person.function or _("No function given")))
    to_come = committee.meetings.active().to_come().filter(starts_at__date__gte=today)
    return Steering(
        committee=committee,
        functions=[(name, [seat.person for seat in group]) for name, group in by_function],
        missing=hints(committee, seats, None, today),
        last_met_on=committee.last_met_on,
        next_meeting=to_come.order_by("starts_at").first(),
    )


def _own(user: User, *, today: date) -> "QuerySet[Committee]":
    own = Committee.objects.visible_to(user).at_work(today).own().filter(kind__code=_STEERING)
    return with_states(own.select_related("kind"), today).order_by("pk")[:1]


_OWN = ForReader(_own)
