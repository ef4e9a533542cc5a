"""The clock of a level: working days on which neither side's site is off."""

from datetime import date

import pytest

from alliances.issues import clock
from alliances.obligations.dates import Place

JAPAN, GERMANY, NOWHERE = Place("JP"), Place("DE", "DE-BY"), Place()
AMERICA = Place("US", "US-MA")


@pytest.mark.parametrize(
    ("since", "days", "places", "until", "rests"),
    [
        # The day itself never counts, weekends neither.
        (date(2026, 6, 15), 5, [], date(2026, 6, 22), []),
        (date(2026, 6, 12), 1, [NOWHERE], date(2026, 6, 15), []),
        # Golden Week is off in Japan alone, Labour Day in Bavaria alone: both are left out for both.
        (date(2026, 4, 28), 3, [JAPAN], date(2026, 5, 7), [4, 5, 6, 29]),
        (date(2026, 4, 28), 3, [GERMANY], date(2026, 5, 4), [1]),
        (date(2026, 4, 28), 3, [JAPAN, GERMANY], date(2026, 5, 8), [1, 4, 5, 6, 29]),
        # Labour Thanksgiving and Thanksgiving in one week.
        (date(2026, 11, 20), 4, [JAPAN, AMERICA], date(2026, 11, 30), [23, 26]),
        # A holiday on a weekend is told as a weekend.
        (date(2026, 10, 2), 1, [GERMANY], date(2026, 10, 5), []),
    ],
)
def test_a_day_counts_where_people_work_on_both_sides(
    since: date, days: int, places: list[Place], until: date, rests: list[int]
) -> None:
    found = clock.start(since, days, places)
    assert (found.until, sorted(rest.day.day for rest in found.rests)) == (until, rests)


@pytest.mark.parametrize(
    ("since", "days", "until"),
    [
        (date(2026, 4, 1), 30, date(2026, 5, 7)),  # 1 May, then a weekend and Golden Week
        (date(2026, 4, 1), 29, date(2026, 4, 30)),
        (date(2026, 6, 1), 5, date(2026, 6, 8)),
    ],
)
def test_calendar_days_end_on_a_day_on_which_both_work(since: date, days: int, until: date) -> None:
    assert clock.start(since, days, [JAPAN, GERMANY], is_calendar=True).until == until


def test_a_day_that_does_not_count_says_where_people_rest() -> None:
    found = clock.start(date(2026, 4, 28), 3, [JAPAN, GERMANY])
    assert {rest.day: rest.countries for rest in found.rests} == {
        date(2026, 4, 29): ("JP",),
        date(2026, 5, 1): ("DE",),
        date(2026, 5, 4): ("JP",),
        date(2026, 5, 5): ("JP",),
        date(2026, 5, 6): ("JP",),
    }


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 4, 28), 3),
        (date(2026, 4, 30), 2),
        (date(2026, 5, 6), 2),
        (date(2026, 5, 7), 1),
        (date(2026, 5, 8), 0),
        (date(2026, 5, 9), 0),
        (date(2026, 5, 11), -1),
        (date(2026, 5, 14), -3),
        # Before it starts, it has all its days.
        (date(2026, 4, 20), 3),
    ],
)
def test_what_is_left_counts_the_same_days(today: date, left: int) -> None:
    since, until = date(2026, 4, 28), date(2026, 5, 8)
    # Ascension, 14 May, is off in Bavaria.
    expected = -3 if today == date(2026, 5, 14) else left
    assert clock.left(since, until, today, [JAPAN, GERMANY]) == expected
