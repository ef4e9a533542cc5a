"""How the review rhythm is kept: what was done on time in the last 12 months, what comes, what is overdue."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from alliances.reviews.models import Review
from coe_hub.lib.quarters import Quarter, last_quarters
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User
from governance.dashboard.reports.counting import QUARTERS, Counting, Figure, counts, figure_of, flag, in_each_quarter

LOOKS_BACK_DAYS = 365


@dataclass(frozen=True)
class Rhythm:
    """Reviews that had a day they were due on, by whether they were held by then."""

    on_time: Figure
    late: Figure

    @property
    def done(self) -> int:
        """All of them."""
        return self.on_time.count + self.late.count


def reviews_in_rhythm(since: date) -> "QuerySet[Review]":
    """Reviews held since that day that had been due on one, with `was_on_time`."""
    return Review.objects.filter(held_on__gt=since, due_on__isnull=False, alliance__archived_at__isnull=True)


def on_time(reviews: "QuerySet[Review]", *, kept: bool) -> "QuerySet[Review]":
    """Those held by the day they were due, or those held later."""
    return reviews.filter(_KEPT) if kept else reviews.exclude(_KEPT)


_KEPT = Q(held_on__lte=F("due_on"))


def rhythm(counting: Counting, since: date) -> Rhythm:
    """Reviews held on time and late since that day. One query."""
    found = _HELD.figures(counting.user, since=since, **counting.given)
    return Rhythm(
        on_time=figure_of(found, "kept", counting.url("review_list", kept="on_time")),
        late=figure_of(found, "late", counting.url("review_list", kept="late")),
    )


def _held(user: User, *, since: date, **given: Any) -> tuple["QuerySet[Any]", dict[str, Any]]:
    counting = Counting(user, **given)
    reviews = reviews_in_rhythm(since).filter(alliance__in=counting.counted)
    return reviews.annotate(is_shown=flag(counting.shown_through)), counts({"kept": _KEPT, "late": ~_KEPT})


_HELD = ForReader(_held)


@dataclass(frozen=True)
class Held:
    """Reviews of a quarter that had a day they were due on, by whether they were held by then."""

    quarter: Quarter
    on_time: Figure
    late: Figure


def reviews_by_quarter(counting: Counting, today: date) -> list[Held]:
    """How the rhythm was kept in the last eight quarters, the running one as it stands. One query."""
    found = _BY_QUARTER.figures(counting.user, today=today, **counting.given)

    def figure(name: str, quarter: Quarter, kept: str) -> Figure:
        days = {"since": quarter.start.isoformat(), "until": min(quarter.end, today).isoformat()}
        url = counting.url("review_list", kept=kept, **days)
        return figure_of(found, name, url)

    return [
        Held(quarter, figure(f"kept_{place}", quarter, "on_time"), figure(f"late_{place}", quarter, "late"))
        for place, quarter in enumerate(last_quarters(today, QUARTERS))
    ]


def _by_quarter(user: User, *, today: date, **given: Any) -> tuple["QuerySet[Any]", dict[str, Any]]:
    counting = Counting(user, **given)
    reviews = Review.objects.filter(due_on__isnull=False, alliance__in=counting.counted)
    wanted = counts(in_each_quarter({"kept": _KEPT, "late": ~_KEPT}, "held_on", today))
    return reviews.annotate(is_shown=flag(counting.shown_through)), wanted


_BY_QUARTER = ForReader(_by_quarter)
