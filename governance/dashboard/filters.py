"""What the dashboard, and the list of all reviews behind it, can be narrowed by."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance, AllianceQuerySet
from alliances.core.narrowing import NarrowedFilter, narrowing_filters
from alliances.reviews.filters import ReviewFilter
from alliances.reviews.models import Review
from coe_hub.lib.lists import ListFilter
from coe_hub.vocabulary.matching import words_filter
from governance.dashboard.reports.coverage import UNSPONSORED
from governance.dashboard.reports.reviews import LOOKS_BACK_DAYS, on_time, reviews_in_rhythm
from governance.meetings.coverage import CHOICES, COVERED

ON_TIME = "on_time"


class KeptReviewFilter(NarrowedFilter, ReviewFilter):
    """As one alliance's reviews, and by whether those of the last 12 months that were due on a day kept it."""

    WAY = "alliance__"

    kept = django_filters.ChoiceFilter(
        choices=[(ON_TIME, _("Held on time")), ("late", _("Held late"))],
        method="filter_kept",
        label=_("Held by its day"),
    )

    def filter_kept(self, queryset: "QuerySet[Review]", name: str, value: str) -> "QuerySet[Review]":
        """Of the last 12 months, unless another period is asked for."""
        asked = self.form.cleaned_data
        since = timezone.localdate() - timedelta(days=LOOKS_BACK_DAYS)
        if asked.get("since") or asked.get("until"):
            since = date.min
        return queryset.filter(pk__in=on_time(reviews_in_rhythm(since), kept=value == ON_TIME))


class CoverageFilter(NarrowedFilter):
    """By words, and by who of ours is there; its rows are those of `coverage.with_people`."""

    q = words_filter(_("Name"))
    coverage = django_filters.ChoiceFilter(
        choices=[*CHOICES, ("unsponsored", _("Without a sponsor of ours"))],
        method="filter_coverage",
        label=_("Who of ours is there"),
    )

    class Meta:
        model = Alliance
        fields: list[str] = []

    def filter_coverage(self, queryset: AllianceQuerySet, name: str, value: str) -> AllianceQuerySet:
        return queryset.filter((COVERED | UNSPONSORED)[value])


class NarrowFilter(ListFilter):
    """What all figures of the dashboard are narrowed by; the lists behind them are narrowed in the same way."""

    class Meta:
        model = Alliance
        fields: list[str] = []

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        """The four questions."""
        return narrowing_filters()

    def narrowed(self) -> dict[str, str]:
        """The answers as `Counting` takes them. Raises `Http404` for one that cannot be read: figures of something else
        would stand there as if they were those asked for."""
        if self.errors:
            raise Http404
        return {name: self.form.data[name] for name, value in self.form.cleaned_data.items() if value}
