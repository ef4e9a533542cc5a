"""Days on which both sides work: by when to call a meeting, send pre-reads and minutes, and object to them."""

from collections.abc import Callable, Collection
from datetime import date, timedelta

from alliances.obligations.dates import DateRule, Unit, reckon
from coe_hub.lib.records import save_record
from coe_hub.reminders.working_days import WorkCalendar
from governance.committees.charters import charter_of
from governance.committees.models import CadenceUnit, Charter, Committee
from governance.committees.seats import sitting, work_calendars
from governance.meetings.models import Meeting

_DAY = timedelta(days=1)
# No calendars have more days in a row on which one of them rests.
_LONGEST_REST = 40
Calendars = Collection[WorkCalendar]


def all_work(day: date, calendars: Calendars) -> bool:
    """Whether people work on that day in all these places; without any, whether it is no weekend."""
    return all(one.is_working_day(day) for one in calendars or [WorkCalendar("UTC", "", "")])


def _step(day: date, calendars: Calendars, way: timedelta) -> date:
    """The next day that way on which all work; the last one looked at, where they never do."""
    for _count in range(_LONGEST_REST):
        day += way
        if all_work(day, calendars):
            break
    return day


def days_before(day: date, count: int, calendars: Calendars) -> date:
    """The day that lies `count` working days before that day."""
    for _count in range(count):
        day = _step(day, calendars, -_DAY)
    return day


def days_after(day: date, count: int, calendars: Calendars) -> date:
    """The day that lies `count` working days after that day."""
    for _count in range(count):
        day = _step(day, calendars, _DAY)
    return day


def on_or_next(day: date, calendars: Calendars) -> date:
    """The day itself where all work on it, else the next on which they do."""
    return day if all_work(day, calendars) else _step(day, calendars, _DAY)


def calendars_of(committee: Committee, day: date) -> set[WorkCalendar]:
    """Where the committee's people of both sides work who sit on it on that day."""
    return work_calendars(seat.person for seat in sitting(committee, day))


def next_meeting_day(committee: Committee, today: date) -> date | None:
    """The day that the cadence proposes for the meeting after the last one that is known, never one that has passed;
    None without a cadence. A few queries."""
    charter = charter_of(committee, today)
    if charter is None or not charter.cadence:
        return None
    known = committee.meetings.active().filter(cancelled_at__isnull=True).order_by("-starts_at").first()
    last = known.local_day if known else committee.formed_on or today
    after = _after(last, charter, 1)
    return on_or_next(max(after, today + _DAY), calendars_of(committee, today))


def meeting_days(committee: Committee, *, since: date, until: date) -> list[date]:
    """The days that the cadence gives from one day to another, each moved on to one on which both sides work; empty
    without a cadence. A few queries."""
    charter = charter_of(committee, since)
    if charter is None or not charter.cadence:
        return []
    calendars = calendars_of(committee, since)
    days: list[date] = []
    count = 0
    while (day := _after(since, charter, count)) <= until:
        days.append(on_or_next(day, calendars))
        count += 1
    return days


def _after(day: date, charter: Charter, count: int) -> date:
    """The day that lies `count` intervals of the cadence after that day."""
    unit, each = (Unit.DAYS, 7) if charter.cadence_unit == CadenceUnit.WEEKS else (Unit.MONTHS, 1)
    return reckon(day, DateRule((charter.cadence or 0) * each * count, unit)).day


def settled_days(meeting: Meeting) -> dict[str, date | None]:
    """By the charter of its day: by when to call it, to have pre-reads, to send minutes. A few queries."""
    day = meeting.local_day
    charter = charter_of(meeting.committee, day)
    calendars = calendars_of(meeting.committee, day)

    def by(name: str, reckon: Callable[[date, int, Calendars], date]) -> date | None:
        count = getattr(charter, name) if charter else None
        return None if count is None else reckon(day, count, calendars)

    return {
        "call_by": by("notice_days", days_before),
        "pre_reads_by": by("pre_read_days", days_before),
        "minutes_by": by("minutes_days", days_after),
    }


def settle_days(meeting: Meeting) -> None:
    """Bring the days of one meeting up to date."""
    changed = {name: day for name, day in settled_days(meeting).items() if getattr(meeting, name) != day}
    for name, day in changed.items():
        setattr(meeting, name, day)
    if changed:
        save_record(meeting, fields=list(changed))
