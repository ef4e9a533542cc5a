"""When it is morning on a working day where somebody lives.

People are grouped by what decides it: their time zone, and the country and state of their site. A hub has a few dozen
of these groups however many people it has.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from coe_hub.lib.public_holidays import is_working_day
from coe_hub.people.models import Person

MORNING = time(8)
_NOON = time(12)
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """A time zone, and the country and state whose holidays count; both may be empty."""

    time_zone: str
    country: str
    subdivision: str

    @property
    def zone(self) -> ZoneInfo:
        """Its time zone."""
        return ZoneInfo(self.time_zone)

    def is_working_day(self, day: date) -> bool:
        """Whether people work there on that day. A place that no calendar knows rests on Saturday and Sunday."""
        return is_working_day(day, country=self.country, subdivision=self.subdivision)

    def next_working_day(self, day: date) -> date:
        """The first working day after that day, within four weeks: no calendar has longer holidays."""
        days = (day + _DAY * count for count in range(1, 29))
        return next((one for one in days if self.is_working_day(one)), day + _DAY)

    def on_or_next(self, day: date) -> date:
        """The day itself where people work on it, else the next on which they do."""
        return self.next_working_day(day - _DAY)

    def morning(self, day: date) -> datetime:
        """Eight o'clock there on that day, whatever the clocks do that night."""
        return datetime.combine(day, MORNING, tzinfo=self.zone)


def work_calendars() -> list[WorkCalendar]:
    """Every place in which somebody lives who may be told something; one query."""
    zone = Coalesce("user__time_zone", "site__time_zone", Value("UTC"))
    country, subdivision = (Coalesce(F(f"site__{name}"), Value("")) for name in ("country", "subdivision"))
    rows = (
        Person.objects.active()
        .order_by()
        .annotate(zone=zone, place=country, part=subdivision)
        .values_list("zone", "place", "part")
    )
    return sorted((WorkCalendar(*row) for row in rows.distinct()), key=lambda one: (one.time_zone, one.country))


@dataclass(frozen=True)
class LocalDay:
    """One place at one time: what the planner has to know of it."""

    place: WorkCalendar
    now: datetime

    @property
    def today(self) -> date:
        """The day it is there."""
        return self.now.date()

    @property
    def told_until(self) -> date:
        """The last day before the next working day: what falls on a weekend or holiday is told before it."""
        return self.place.next_working_day(self.today) - _DAY

    @property
    def _first_day(self) -> date:
        """The first working day that still has a morning: a digest that missed it waits for the next."""
        return self.today if self.now.time() <= _NOON else self.place.next_working_day(self.today)

    def digest_days(self) -> tuple[date, date]:
        """The days of the first and the second daily digest from now on."""
        return self._first_day, self.place.next_working_day(self._first_day)

    def weekly_days(self, weekday: int) -> tuple[date, date]:
        """The days of the first and the second weekly digest from now on, for people who chose that weekday."""
        start = self.today - _DAY * ((self.today.weekday() - weekday) % 7)
        days = [self.place.on_or_next(start + _WEEK * count) for count in range(3)]
        first, second, *_rest = [day for day in days if day >= self._first_day]
        return first, second
