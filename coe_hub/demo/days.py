"""Offsets of the data become days and hours at which people work."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

_FIRST_HOUR, _LAST_HOUR = 9, 17
_SATURDAY = 5


@dataclass(frozen=True)
class Days:
    """The demo company's calendar, seen from `now`, an aware time."""

    now: datetime

    def day(self, offset: int) -> date:
        """That many days from today, whatever the weekday: contracts start and end on Sundays too."""
        return self.now.date() + timedelta(days=offset)

    def working_day(self, offset: int) -> date:
        """As `day`, with weekends moved back to Friday."""
        day = self.day(offset)
        return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))

    def hour(self, day: date, *, zone: str, seed: str) -> datetime:
        """A working hour of `day` in `zone`: the same for the same `seed`, and never in the future."""
        minutes = crc32(f"{seed} {day}".encode()) % ((_LAST_HOUR - _FIRST_HOUR) * 60)
        opening = datetime.combine(day, time(_FIRST_HOUR), tzinfo=ZoneInfo(zone))
        return min(opening + timedelta(minutes=minutes), self.now)


def add_months(day: date, months: int) -> date:
    """The date that many months later, clipped to the month's end, as the database counts the next review."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
