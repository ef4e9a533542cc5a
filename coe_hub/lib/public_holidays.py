"""On which days people work in a country or one of its states; nothing here knows Django."""

from datetime import date
from functools import lru_cache

import holidays

_WEEKEND = {5, 6}


def is_working_day(day: date, *, country: str, subdivision: str = "") -> bool:
    """Whether people work there on that day. A place that no calendar knows rests on Saturday and Sunday.

    `country` is a code of ISO 3166, `subdivision` the code of a state, with the country in front or without it; both
    may be empty.
    """
    calendar = _calendar(country, subdivision)
    return day.weekday() not in _WEEKEND if calendar is None else calendar.is_working_day(day)


@lru_cache(maxsize=512)
def _calendar(country: str, subdivision: str) -> holidays.HolidayBase | None:
    """The public holidays of a state or, where that is unknown, of its country; None where neither is known."""
    for state in (subdivision.removeprefix(f"{country}-") or None, None):
        try:
            return holidays.country_holidays(country, subdiv=state)
        except NotImplementedError:
            continue
    return None
