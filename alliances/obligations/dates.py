"""On which day something is due, and why: one pure function of a day and a rule. Nothing here knows Django.

A rule counts from a base day: calendar days, working days of a place, or months, before or after it. Contracts word
these things in three ways that matter, and each has its own answer here:

- *Months* lead to the same day of another month. Where that month is shorter, its last day counts; by the rule of the
  month's end, the last day of a month leads to the last day of the other (30 April + 1 month = 31 May).
- *Working days* are counted by the calendar of a place: the base day itself never counts, and "0 working days" is the
  base day. Where the count ends is a working day by its nature.
- A day on which nobody works may stay, or give way to the working day before or after it.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from coe_hub.lib.public_holidays import is_working_day

_DAY = timedelta(days=1)
_MONTHS_OF_A_YEAR = 12
# No place rests longer than that in one go; a calendar that says so is broken.
_LONGEST_REST = 60


class Unit(StrEnum):
    """What a rule counts."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class OffDay(StrEnum):
    """What becomes of a day on which nobody works."""

    STAYS = "stays"
    BEFORE = "before"
    AFTER = "after"


class Period(StrEnum):
    """What ends again and again; each end is a base day."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


_MONTHS_OF_A_PERIOD = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF: 6, Period.YEAR: 12}


@dataclass(frozen=True)
class Place:
    """Whose public holidays count; both codes may be empty, then Saturday and Sunday alone are days without work."""

    country: str = ""
    subdivision: str = ""

    def works_on(self, day: date) -> bool:
        """Whether people work there on that day."""
        return is_working_day(day, country=self.country, subdivision=self.subdivision)

    def working_day(self, day: date, step: timedelta) -> date:
        """The first working day from `day` on, going by `step`, a day forwards or back. Raises `OverflowError` where
        there is none within two months."""
        for _tried in range(_LONGEST_REST):
            if self.works_on(day):
                return day
            day += step
        raise OverflowError(f"Nobody works in {self.country} for {_LONGEST_REST} days around {day}.")


@dataclass(frozen=True)
class DateRule:
    """How a due day follows from a base day. A negative `count` counts back; `keeps_month_end` is the rule of the
    month's end, of which only months know."""

    count: int = 0
    unit: Unit = Unit.DAYS
    off_day: OffDay = OffDay.STAYS
    keeps_month_end: bool = False
    place: Place = Place()


@dataclass(frozen=True)
class Reckoned:
    """A due day, and how it came about.

    `counted` is where the count ended, before a day without work gave way. `rests` are the days without work that the
    count of working days went over, `is_cut` says that the month was too short for the day, `is_month_end` that the
    rule of the month's end moved it.
    """

    day: date
    base: date
    counted: date
    rests: int = 0
    is_cut: bool = False
    is_month_end: bool = False

    @property
    def is_moved(self) -> bool:
        """Whether a day without work gave way."""
        return self.day != self.counted


def reckon(base: date, rule: DateRule) -> Reckoned:
    """The day that follows from `base` by `rule`, with its reason. Raises `OverflowError` beyond the calendar."""
    rests, is_cut, is_month_end = 0, False, False
    if rule.unit == Unit.WORKING_DAYS:
        counted, rests = _count_working_days(base, rule.count, rule.place)
    elif rule.unit == Unit.MONTHS:
        counted, is_cut, is_month_end = _count_months(base, rule.count, keeps_month_end=rule.keeps_month_end)
    else:
        counted = base + _DAY * rule.count
    return Reckoned(_give_way(counted, rule), base, counted, rests, is_cut, is_month_end)


def _count_working_days(base: date, count: int, place: Place) -> tuple[date, int]:
    """The working day that many working days away, and how many days without work lie between."""
    step = -_DAY if count < 0 else _DAY
    day, rests = base, 0
    for _counted in range(abs(count)):
        following = place.working_day(day + step, step)
        rests += abs((following - day).days) - 1
        day = following
    return day, rests


def _count_months(base: date, count: int, *, keeps_month_end: bool) -> tuple[date, bool, bool]:
    """The day, whether the month was too short for it, and whether the rule of the month's end moved it."""
    year, month = divmod(base.year * _MONTHS_OF_A_YEAR + base.month - 1 + count, _MONTHS_OF_A_YEAR)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"{count} months from {base} lie beyond the calendar.")
    last = monthrange(year, month + 1)[1]
    same = date(year, month + 1, min(base.day, last))
    if keeps_month_end and is_month_end(base) and base.day < last:
        return same.replace(day=last), False, True
    return same, base.day > last, False


def _give_way(day: date, rule: DateRule) -> date:
    if rule.off_day == OffDay.STAYS:
        return day
    return rule.place.working_day(day, -_DAY if rule.off_day == OffDay.BEFORE else _DAY)


def is_month_end(day: date) -> bool:
    """Whether it is the last day of its month."""
    return day.day == monthrange(day.year, day.month)[1]


def period_ends(period: Period, *, first: date, last: date) -> Iterator[date]:
    """The ends of the calendar's periods from `first` to `last`, both included, the earliest first."""
    months = _MONTHS_OF_A_PERIOD[period]
    year, month = first.year, first.month + (-first.month) % months
    while (end := date(year, month, monthrange(year, month)[1])) <= last:
        yield end
        month += months
        if month > _MONTHS_OF_A_YEAR:
            year, month = year + 1, month - _MONTHS_OF_A_YEAR
