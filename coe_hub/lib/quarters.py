"""Quarters of the company's fiscal year, whose first month is a setting."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

_MONTHS = 3
_YEAR = 12


@dataclass(frozen=True)
class Quarter:
    """Three months, from `start` to `end`, both included."""

    start: date
    end: date

    @property
    def before(self) -> "Quarter":
        """The quarter that ended the day before this one began."""
        return quarter_of(self.start - timedelta(days=1))


def quarter_of(day: date) -> Quarter:
    """The quarter `day` lies in."""
    months = day.year * _YEAR + day.month - 1
    first = months - (day.month - settings.FISCAL_YEAR_START_MONTH) % _MONTHS
    return Quarter(start=_first_day(first), end=_first_day(first + _MONTHS) - timedelta(days=1))


def last_quarters(day: date, count: int) -> list[Quarter]:
    """That many quarters, oldest first; the last is the one `day` lies in."""
    found = [quarter_of(day)]
    while len(found) < count:
        found.insert(0, found[0].before)
    return found


def _first_day(months: int) -> date:
    year, month = divmod(months, _YEAR)
    return date(year, month + 1, 1)
