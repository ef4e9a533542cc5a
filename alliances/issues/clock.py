"""The clock of a level: pure functions of a day, a number of working days and the places of both sides. A day counts
only where people work on both sides; the day on which the clock starts never counts. Nothing here knows Django.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from alliances.obligations.dates import Place

_DAY = timedelta(days=1)
_WEEKEND = {5, 6}
# No two places rest longer than that in one go; calendars that say so are broken.
_LONGEST_REST = 60


@dataclass(frozen=True)
class Rest:
    """A weekday that did not count, and the countries, by code, in which people rest on it."""

    day: date
    countries: tuple[str, ...]


@dataclass(frozen=True)
class Clock:
    """How long a level has: it started on `since`, and `until` is the last working day of its `days`."""

    since: date
    days: int
    until: date
    rests: tuple[Rest, ...]


def works(day: date, places: Sequence[Place]) -> bool:
    """Whether people work in all those places on that day; weekends alone are off where none is known."""
    return all(place.works_on(day) for place in places or (Place(),))


def start(since: date, days: int, places: Sequence[Place], *, is_calendar: bool = False) -> Clock:
    """The clock of `days` working days after `since`; calendar days end on a working day too, the first one from their
    end on. Raises `OverflowError` where nobody works for two months."""
    if is_calendar:
        until = since + _DAY * days
        return Clock(since, days, until if works(until, places) else start(until, 1, places).until, ())
    day, left, rests, idle = since, days, [], 0
    while left:
        day += _DAY
        if works(day, places):
            left, idle = left - 1, 0
            continue
        idle += 1
        if idle > _LONGEST_REST:
            raise OverflowError(f"Nobody works for {_LONGEST_REST} days before {day}.")
        if day.weekday() not in _WEEKEND:
            off = tuple(dict.fromkeys(place.country for place in places if not place.works_on(day)))
            rests.append(Rest(day, off))
    return Clock(since, days, day, tuple(rests))


def between(since: date, until: date, places: Sequence[Place]) -> int:
    """Working days of both sides after `since`, up to `until` and including it."""
    return sum(works(since + _DAY * count, places) for count in range(1, (until - since).days + 1))


def left(since: date, until: date, today: date, places: Sequence[Place]) -> int:
    """Working days of both sides that a clock from `since` to `until` has left, the last one included; negative by
    those since it ran out."""
    return between(max(today, since), until, places) if today <= until else -between(until, today, places)
