"""On which day something is due: by table, and by property."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliances.obligations.dates import (
    DateRule,
    OffDay,
    Period,
    Place,
    Reckoned,
    Unit,
    is_month_end,
    period_ends,
    reckon,
)

JAPAN, BAVARIA, US, NOWHERE = Place("JP"), Place("DE", "DE-BY"), Place("US"), Place()
D, W, M = Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS
STAYS, BEFORE, AFTER = OffDay.STAYS, OffDay.BEFORE, OffDay.AFTER


@pytest.mark.parametrize(("base", "count", "unit", "off_day", "month_end", "place", "day"), [
    # Calendar days, before and after; across a leap day and across none.
    ("2026-03-31",   45, D, STAYS,  False, NOWHERE, "2026-05-15"),
    ("2026-05-03",  -30, D, STAYS,  False, NOWHERE, "2026-04-03"),
    ("2028-02-28",    1, D, STAYS,  False, NOWHERE, "2028-02-29"),
    ("2027-02-28",    1, D, STAYS,  False, NOWHERE, "2027-03-01"),
    ("2026-05-03",    0, D, STAYS,  False, NOWHERE, "2026-05-03"),
    # A day without work: 2026-05-03 is a Sunday, and in Japan the first of four days off, kept on the 6th.
    ("2026-04-03",   30, D, STAYS,  False, JAPAN,   "2026-05-03"),
    ("2026-04-03",   30, D, AFTER,  False, JAPAN,   "2026-05-07"),
    ("2026-04-03",   30, D, BEFORE, False, JAPAN,   "2026-05-01"),
    ("2026-04-03",   30, D, AFTER,  False, BAVARIA, "2026-05-04"),
    ("2026-04-03",   30, D, BEFORE, False, BAVARIA, "2026-04-30"),  # 1 May is a holiday there
    ("2026-04-03",   30, D, AFTER,  False, NOWHERE, "2026-05-04"),
    # Working days: Bavaria keeps Corpus Christi (4 June 2026), Japan does not; a base without work counts from itself.
    ("2026-06-02",    3, W, STAYS,  False, BAVARIA, "2026-06-08"),
    ("2026-06-02",    3, W, STAYS,  False, JAPAN,   "2026-06-05"),
    ("2026-06-08",   -3, W, STAYS,  False, BAVARIA, "2026-06-02"),
    ("2026-04-28",    2, W, STAYS,  False, JAPAN,   "2026-05-01"),  # 29 April is a holiday
    ("2026-04-28",    3, W, STAYS,  False, JAPAN,   "2026-05-07"),
    ("2026-04-28",    3, W, STAYS,  False, BAVARIA, "2026-05-04"),
    ("2026-06-06",    1, W, STAYS,  False, NOWHERE, "2026-06-08"),  # from a Saturday
    ("2026-06-06",    0, W, STAYS,  False, NOWHERE, "2026-06-06"),
    ("2026-06-06",    0, W, AFTER,  False, NOWHERE, "2026-06-08"),
    ("2026-07-02",    1, W, STAYS,  False, US,      "2026-07-06"),  # the 4th is a Saturday, kept on the 3rd
    ("2026-12-30",    2, W, STAYS,  False, JAPAN,   "2027-01-04"),
    # Months: shorter ones, the end of the month, leap years, back over the year.
    ("2026-01-31",    1, M, STAYS,  False, NOWHERE, "2026-02-28"),
    ("2028-01-31",    1, M, STAYS,  False, NOWHERE, "2028-02-29"),
    ("2026-04-30",    1, M, STAYS,  False, NOWHERE, "2026-05-30"),
    ("2026-04-30",    1, M, STAYS,  True,  NOWHERE, "2026-05-31"),
    ("2026-02-28",   12, M, STAYS,  True,  NOWHERE, "2027-02-28"),
    ("2027-02-28",   12, M, STAYS,  True,  NOWHERE, "2028-02-29"),
    ("2028-02-28",    1, M, STAYS,  True,  NOWHERE, "2028-03-28"),  # no end of a month in a leap year
    ("2026-03-31",   -1, M, STAYS,  False, NOWHERE, "2026-02-28"),
    ("2026-01-15",  -13, M, STAYS,  False, NOWHERE, "2024-12-15"),
    ("2024-02-29",   12, M, STAYS,  False, NOWHERE, "2025-02-28"),
    ("2026-02-28",    3, M, AFTER,  True,  NOWHERE, "2026-06-01"),  # 31 May is a Sunday
])  # fmt: skip
def test_the_day_that_follows_from_a_base(
    base: str, count: int, unit: Unit, off_day: OffDay, *, month_end: bool, place: Place, day: str
) -> None:
    rule = DateRule(count, unit, off_day, month_end, place)
    assert reckon(date.fromisoformat(base), rule).day == date.fromisoformat(day)


def test_the_reason_tells_what_made_the_day() -> None:
    golden_week = reckon(date(2026, 4, 3), DateRule(30, D, AFTER, place=JAPAN))
    assert golden_week == Reckoned(date(2026, 5, 7), base=date(2026, 4, 3), counted=date(2026, 5, 3))
    assert golden_week.is_moved
    short = reckon(date(2026, 1, 31), DateRule(1, M))
    assert short == Reckoned(date(2026, 2, 28), date(2026, 1, 31), date(2026, 2, 28), is_cut=True)
    end = reckon(date(2026, 4, 30), DateRule(1, M, keeps_month_end=True))
    assert end == Reckoned(date(2026, 5, 31), date(2026, 4, 30), date(2026, 5, 31), is_month_end=True)
    over_golden_week = reckon(date(2026, 4, 28), DateRule(3, W, place=JAPAN))
    assert over_golden_week == Reckoned(date(2026, 5, 7), date(2026, 4, 28), date(2026, 5, 7), rests=6)


@pytest.mark.parametrize(("period", "first", "last", "ends"), [
    (Period.MONTH, "2027-12-31", "2028-02-29", ["2027-12-31", "2028-01-31", "2028-02-29"]),
    (Period.QUARTER, "2026-02-10", "2026-12-31", ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]),
    (Period.HALF, "2026-07-01", "2027-06-29", ["2026-12-31"]),
    (Period.YEAR, "2026-01-01", "2028-01-01", ["2026-12-31", "2027-12-31"]),
    (Period.YEAR, "2026-01-01", "2026-12-30", []),
])  # fmt: skip
def test_the_ends_of_periods(period: Period, first: str, last: str, ends: list[str]) -> None:
    found = period_ends(period, first=date.fromisoformat(first), last=date.fromisoformat(last))
    assert [day.isoformat() for day in found] == ends


# --- By property ------------------------------------------------------------------------------------------------------
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
PLACES = st.sampled_from([JAPAN, BAVARIA, US, NOWHERE])
RULES = st.builds(
    DateRule,
    count=st.integers(-60, 60),
    unit=st.sampled_from(Unit),
    off_day=st.sampled_from(OffDay),
    keeps_month_end=st.booleans(),
    place=PLACES,
)
QUICK = settings(max_examples=60, deadline=None)


@QUICK
@given(DAYS, RULES)
def test_a_day_that_gives_way_is_worked_on_and_the_nearest_on_its_side(base: date, rule: DateRule) -> None:
    found = reckon(base, rule)
    if rule.off_day == STAYS:
        assert found.day == found.counted
        return
    assert rule.place.works_on(found.day)
    earlier, later = sorted([found.day, found.counted])
    passed = [earlier + timedelta(days=one) for one in range((later - earlier).days + 1)]
    assert [day for day in passed if rule.place.works_on(day)] == [found.day]
    assert found.day == (earlier if rule.off_day == BEFORE else later)


@QUICK
@given(DAYS, st.integers(1, 40), PLACES)
def test_working_days_count_what_is_worked_on_between(base: date, count: int, place: Place) -> None:
    """Counted by hand: that many days worked on, the last one being the day; and the same way back from it."""
    found = reckon(base, DateRule(count, W, place=place))
    between = [base + timedelta(days=one) for one in range(1, (found.day - base).days + 1)]
    assert sum(place.works_on(day) for day in between) == count
    assert found.rests == len(between) - count
    if place.works_on(base):
        assert reckon(found.day, DateRule(-count, W, place=place)).day == base


@QUICK
@given(DAYS, st.integers(-60, 60))
def test_months_lead_to_the_month_and_never_past_its_end(base: date, count: int) -> None:
    by_day, by_end = (reckon(base, DateRule(count, M, keeps_month_end=keeps)).day for keeps in (False, True))
    assert {one.year * 12 + one.month for one in (by_day, by_end)} == {base.year * 12 + base.month + count}
    assert by_day.day <= base.day
    assert is_month_end(by_end) or not is_month_end(base)


@QUICK
@given(DAYS, st.lists(RULES, min_size=5, max_size=5), st.integers(-400, 400))
def test_a_base_that_moves_back_and_forth_brings_a_chain_back_to_the_same_days(
    base: date, chain: list[DateRule], days: int
) -> None:
    def walk(day: date) -> list[Reckoned]:
        found = []
        for rule in chain:
            found.append(reckon(day, rule))
            day = found[-1].day
        return found

    before, moved = walk(base), walk(base + timedelta(days=days))
    assert [one.base for one in moved[1:]] == [one.day for one in moved[:-1]]
    assert walk(base) == before


@QUICK
@given(DAYS, DAYS, RULES)
def test_a_later_base_is_never_due_earlier(one: date, other: date, rule: DateRule) -> None:
    earlier, later = sorted([one, other])
    assert reckon(earlier, rule).day <= reckon(later, rule).day


@pytest.mark.parametrize("base", [date(2026, 1, 31), date(2026, 5, 3)])
def test_beyond_the_calendar_is_refused(base: date) -> None:
    with pytest.raises(OverflowError):
        reckon(base, DateRule(12 * 9000, M))
