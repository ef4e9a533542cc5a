"""How the review rhythm is kept: what was done on time in the last 12 months, what comes, what is overdue."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from alliances.reviews.models import Review
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User
from governance.dashboard.reports.counting import Counting, Figure, flag, list_url

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
    late = found["all"] - found["kept"]
    late_shown = found["shown"] - found["kept_shown"]
    return Rhythm(
        on_time=Figure(found["kept"], found["kept"] - found["kept_shown"], list_url("review_list", kept="on_time")),
        late=Figure(late, late - late_shown, list_url("review_list", kept="late")),
    )


def _held(user: User, *, since: date, named: list[int] | None = None) -> tuple["QuerySet[Any]", dict[str, Any]]:
    counting = Counting(user, named)
    reviews = reviews_in_rhythm(since).filter(alliance__in=counting.counted)
    return reviews.annotate(is_shown=flag(counting.shown_through)), {
        "all": Count("pk"),
        "kept": Count("pk", filter=_KEPT),
        "shown": Count("pk", filter=Q(is_shown=True)),
        "kept_shown": Count("pk", filter=_KEPT & Q(is_shown=True)),
    }


_HELD = ForReader(_held)
