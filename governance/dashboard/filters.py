"""What the list of all reviews can be narrowed by."""

from datetime import timedelta

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.reviews.filters import ReviewFilter
from alliances.reviews.models import Review
from governance.dashboard.reports.reviews import LOOKS_BACK_DAYS, on_time, reviews_in_rhythm

ON_TIME = "on_time"


class KeptReviewFilter(ReviewFilter):
    """As one alliance's reviews, and by whether those of the last 12 months that were due on a day kept it."""

    kept = django_filters.ChoiceFilter(
        choices=[(ON_TIME, _("Held on time")), ("late", _("Held late"))],
        method="filter_kept",
        label=_("In the last 12 months"),
    )

    def filter_kept(self, queryset: "QuerySet[Review]", name: str, value: str) -> "QuerySet[Review]":
        since = timezone.localdate() - timedelta(days=LOOKS_BACK_DAYS)
        return queryset.filter(pk__in=on_time(reviews_in_rhythm(since), kept=value == ON_TIME))
