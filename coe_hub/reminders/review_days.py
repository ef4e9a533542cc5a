"""A review never falls on a day without work where the one works who leads it.

The day that the rhythm gives is worked out by the database; how many days it is moved on is worked out here, with the
calendar that decides when people are told, and stored beside it, so lists, mails, calendars and files read one day.
"""

from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from coe_hub.lib.sql import AddMonths
from coe_hub.reminders.working_days import WorkCalendar


def settle_review_days(rows: "QuerySet[Any]", *, leader: str) -> None:
    """Move the next review of each of these rows to the first day on which people work.

    `leader` is the column that says whose site counts; without anybody, or without a site, weekends alone count. One
    query, and one for each day and place of which it is not so yet.
    """
    country, subdivision = (Coalesce(f"{leader}__site__{name}", Value("")) for name in ("country", "subdivision"))
    computed = AddMonths("last_reviewed_on", "review_months")
    waiting = (
        rows.filter(next_review_on__isnull=False)
        .order_by()
        .annotate(computed=computed, at_country=country, at_subdivision=subdivision)
    )
    keys = ("computed", "at_country", "at_subdivision", "review_shift")
    for row in waiting.values(*keys).distinct():
        day, place = row["computed"], WorkCalendar("UTC", row["at_country"], row["at_subdivision"])
        shift = (place.on_or_next(day) - day).days
        if shift != row["review_shift"]:
            moved = rows.model._base_manager.filter(pk__in=waiting.filter(**row).values("pk"))
            moved.update(review_shift=shift)


def settle_one_review_day(record: Any, *, leader: str) -> None:
    """The same for one record that was just saved, which knows the day afterwards."""
    settle_review_days(type(record)._base_manager.filter(pk=record.pk), leader=leader)
    record.refresh_from_db(fields=["review_shift", "next_review_on"])
