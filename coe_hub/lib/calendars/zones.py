"""A time zone as calendars carry it (VTIMEZONE, RFC 5545, 3.6.5), made from the time zone database.

icalendar can make one too, but writes a spring onset by the clock after it: an hour off on that very night.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEK = 7


@dataclass(frozen=True)
class _Onset:
    """The moment a zone's clocks change; `local` is what they show just before."""

    local: datetime
    offset_from: timedelta
    offset_to: timedelta
    name: str
    is_daylight: bool

    @property
    def kind(self) -> tuple[object, ...]:
        """The same for changes that could be one yearly rule."""
        return self.offset_from, self.offset_to, self.name, self.is_daylight, self.local.month, self.local.time()

    @property
    def weekdays(self) -> set[str]:
        """The weekday as rules count it: 2SU the second Sunday of its month, -1SU the last."""
        day, name = self.local.day, _WEEKDAYS[self.local.weekday()]
        counted = {f"{(day - 1) // _WEEK + 1}{name}"}
        is_last = (self.local + timedelta(days=_WEEK)).month != self.local.month
        return counted | ({f"-1{name}"} if is_last else set())


def timezone_component(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """The zone, right for every moment from `first` to `last`.

    A change that keeps the same weekday in every year is written as a yearly rule, which every client reads; others
    are written one by one.
    """
    start = datetime(first.year - 1, 1, 1, tzinfo=UTC)
    onsets = list(_onsets(zone, start, datetime(last.year + 2, 1, 1, tzinfo=UTC)))
    years = last.year - first.year + 3
    groups: dict[tuple[object, ...], list[_Onset]] = defaultdict(list)
    for onset in onsets:
        groups[onset.kind].append(onset)
    component = Timezone()
    component.add("TZID", zone.key)
    if not onsets or onsets[0].local.year > start.year:
        component.add_component(_observance(_resting(zone, start)))
    for group in groups.values():
        weekdays = set.intersection(*(onset.weekdays for onset in group))
        if len(group) == years and weekdays:
            component.add_component(_observance(group[0], weekday=min(weekdays)))
        else:
            for onset in group:
                component.add_component(_observance(onset))
    return component


def _onsets(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[_Onset]:
    """Every change of the zone's clocks between two moments."""
    day = timedelta(days=1)
    at = start
    while at < end:
        if _state(zone, at) != _state(zone, at + day):
            moment = _moment(zone, at, at + day)
            before, after = (moment - timedelta(seconds=1)).astimezone(zone), moment.astimezone(zone)
            offset_from, offset_to = _offset(before), _offset(after)
            yield _Onset(
                local=moment.replace(tzinfo=None) + offset_from,
                offset_from=offset_from,
                offset_to=offset_to,
                name=after.tzname() or zone.key,
                is_daylight=offset_to > offset_from,  # also in Dublin, whose winter is the exception by law
            )
        at += day


def _moment(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second in which the state of `before` ends."""
    old = _state(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if _state(zone, middle) == old else (before, middle)
    return after


def _resting(zone: ZoneInfo, at: datetime) -> _Onset:
    """How the clocks stand at `at`, as if they had been put so then."""
    local = at.astimezone(zone)
    offset = _offset(local)
    return _Onset(local.replace(tzinfo=None), offset, offset, local.tzname() or zone.key, is_daylight=False)


def _state(zone: ZoneInfo, at: datetime) -> tuple[timedelta, str | None]:
    local = at.astimezone(zone)
    return _offset(local), local.tzname()


def _offset(local: datetime) -> timedelta:
    return local.utcoffset() or timedelta(0)


def _observance(onset: _Onset, *, weekday: str = "") -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if onset.is_daylight else TimezoneStandard()
    part.add("TZNAME", onset.name)
    part.add("TZOFFSETFROM", onset.offset_from)
    part.add("TZOFFSETTO", onset.offset_to)
    part.add("DTSTART", onset.local)
    if weekday:
        part.add("RRULE", vRecur(FREQ="YEARLY", BYMONTH=onset.local.month, BYDAY=weekday))
    return part
