"""What the list of health over all alliances can be narrowed by."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance, AllianceQuerySet
from alliances.core.narrowing import NarrowedFilter
from alliances.health.listing import ASKED
from coe_hub.vocabulary.matching import words_filter


class HealthFilter(NarrowedFilter):
    """By words, and by when both sides were last asked."""

    q = words_filter(_("Name"))

    asked = django_filters.ChoiceFilter(
        choices=[
            ("lately", _("Within a year")), ("long_ago", _("Longer ago than a year")), ("never", _("Never yet")),
        ],
        method="filter_asked",
        label=_("Last asked"),
    )  # fmt: skip

    class Meta:
        model = Alliance
        fields: list[str] = []

    def filter_asked(self, queryset: AllianceQuerySet, name: str, value: str) -> AllianceQuerySet:
        return queryset.filter(ASKED[value](timezone.localdate()))
