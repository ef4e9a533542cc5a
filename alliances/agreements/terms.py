"""How long an agreement runs, in days: when its term ends, and until when notice can be given.

The rules stand here twice: as functions of Python's for one agreement, and as functions of the database for lists and
what is due. `tests/alliances/agreements/test_states.py` asks both and never lets them differ.

An automatic renewal prolongs the term by so many months, again and again, counted from the day first agreed, so that
the end of a month stays one. Notice is given so many months or days before the term ends; a month earlier is the same
day of that month or, where it has none, its last.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from django.db import models
from django.db.models import Func

FUNCTIONS = """
CREATE OR REPLACE FUNCTION agreement_term_end(expires date, months integer, today date) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN months IS NULL THEN expires ELSE (
    SELECT min(terms.last_day)
    FROM (
        SELECT (expires + make_interval(months => again * months))::date AS last_day
        FROM generate_series(0, GREATEST(0, (today - expires) / 28 / months) + 1) AS again
    ) AS terms
    WHERE terms.last_day >= today
) END;

CREATE OR REPLACE FUNCTION agreement_notice_day(
    expires date, months integer, notice_months integer, notice_days integer, today date
) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN notice_months IS NULL AND notice_days IS NULL THEN NULL ELSE (
    SELECT CASE WHEN months IS NULL THEN min(terms.day) ELSE min(terms.day) FILTER (WHERE terms.day >= today) END
    FROM (
        SELECT (
            (expires + make_interval(months => again * coalesce(months, 0)))::date
            - make_interval(months => coalesce(notice_months, 0), days => coalesce(notice_days, 0))
        )::date AS day
        FROM generate_series(
            0,
            coalesce(
                GREATEST(
                    0,
                    (today - expires + 31 * coalesce(notice_months, 0) + coalesce(notice_days, 0)) / 28 / months
                ) + 1,
                0
            )
        ) AS again
    ) AS terms
) END;
"""


class TermEnd(Func):
    """`term_end` in the database: of the day first agreed, the months of renewal, and today."""

    function = "agreement_term_end"
    output_field = models.DateField()


class NoticeDay(Func):
    """`notice_day` in the database: of the day first agreed, months of renewal, notice in months and in days, today."""

    function = "agreement_notice_day"
    output_field = models.DateField()


def months_later(day: date, months: int) -> date:
    """The same day of a month so many later, earlier where it is negative; its last day where it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _ends(expires: date, months: int | None) -> Iterator[date]:
    """The last days of the first term and of those that follow it by renewal."""
    return (months_later(expires, again * months) for again in count()) if months else iter([expires])


def term_end(expires: date | None, months: int | None, today: date) -> date | None:
    """The last day of the term that runs, renewed every so many `months`; without renewal, as it was agreed."""
    if expires is None or months is None:
        return expires
    return next(day for day in _ends(expires, months) if day >= today)


def _noticed(day: date, notice_months: int | None, notice_days: int | None) -> date:
    """The last day on which notice is in time for a term that ends on `day`."""
    return months_later(day, -(notice_months or 0)) - timedelta(days=notice_days or 0)


def end_by_notice(
    expires: date | None, months: int | None, notice_months: int | None, notice_days: int | None, given: date
) -> date | None:
    """The last day in force where notice is given on that day: of the first term for which it is in time or, where
    nothing renews itself, of the only one."""
    if expires is None:
        return None
    ends = _ends(expires, months)
    return next(day for day in ends if months is None or _noticed(day, notice_months, notice_days) >= given)


def notice_day(
    expires: date | None, months: int | None, notice_months: int | None, notice_days: int | None, today: date
) -> date | None:
    """The last day on which notice is in time. Where the agreement renews itself, it is the next such day from today
    on: what was missed is renewed."""
    if expires is None or (notice_months is None and notice_days is None):
        return None
    days = (_noticed(day, notice_months, notice_days) for day in _ends(expires, months))
    return next(day for day in days if months is None or day >= today)
