"""A review never falls on a day without work where the one works who leads it; nor does the yearly look at why.

The day that the rhythm gives is worked out by the database; how many days it is moved on is worked out here, with the
calendar that decides when people are told, and stored beside it, so lists, mails, calendars and files read one day.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from coe_hub.lib.sql import AddMonths
from coe_hub.reminders.working_days import WorkCalendar


@dataclass(frozen=True)
class Rhythm:
    """A day that comes again: how it is worked out, and the columns of how far it is moved and of what it then is."""

    computed: AddMonths
    shift: str
    day: str


REVIEW = Rhythm(AddMonths("last_reviewed_on", "review_months"), "review_shift", "next_review_on")


def settle_review_days(rows: "QuerySet[Any]", *, leader: str, rhythm: Rhythm = REVIEW) -> None:
    """Move the next review of each of these rows to the first day on which people work.

    `leader` is the column that says whose site counts; without anybody, or without a site, weekends alone count. One
    query, and one for each day and place of which it is not so yet.
    """
    country, subdivision = (Coalesce(f"{leader}__site__{name}", Value("")) for name in ("country", "subdivision"))
    waiting = (
        rows.filter(**{f"{rhythm.day}__isnull": False})
        .order_by()
        .annotate(computed=rhythm.computed, at_country=country, at_subdivision=subdivision)
    )
    keys = ("computed", "at_country", "at_subdivision", rhythm.shift)
    for row in waiting.values(*keys).distinct():
        day, place = row["computed"], WorkCalendar("UTC", row["at_country"], row["at_subdivision"])
        shift = (place.on_or_next(day) - day).days
        if shift != row[rhythm.shift]:
            moved = rows.model._base_manager.filter(pk__in=waiting.filter(**row).values("pk"))
            moved.update(**{rhythm.shift: shift})


def settle_one_review_day(record: Any, *, leader: str, rhythm: Rhythm = REVIEW) -> None:
    """The same for one record that was just saved, which knows the day afterwards."""
    settle_review_days(type(record)._base_manager.filter(pk=record.pk), leader=leader, rhythm=rhythm)
    record.refresh_from_db(fields=[rhythm.shift, rhythm.day])
