"""What the list of health over all alliances can be narrowed by."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance, AllianceQuerySet
from alliances.core.narrowing import NarrowedFilter
from alliances.health.listing import ASKED
from alliances.health.scores import last_seen
from coe_hub.vocabulary.matching import words_filter


class HealthFilter(NarrowedFilter):
    """By words, by when both sides were last asked, and by how they saw it."""

    q = words_filter(_("Name"))

    asked = django_filters.ChoiceFilter(
        choices=[
            ("lately", _("Within a year")), ("long_ago", _("Longer ago than a year")), ("never", _("Never yet")),
        ],
        method="filter_asked",
        label=_("Last asked"),
    )  # fmt: skip

    seen = django_filters.ChoiceFilter(
        choices=[
            ("low", _("A side below 3")), ("wide", _("The sides a whole step or more apart")),
            ("told", _("Told of both sides or one")),
        ],
        method="filter_seen",
        label=_("How they see it"),
    )  # fmt: skip

    class Meta:
        model = Alliance
        fields: list[str] = []

    def filter_asked(self, queryset: AllianceQuerySet, name: str, value: str) -> AllianceQuerySet:
        return queryset.filter(ASKED[value](timezone.localdate()))

    def filter_seen(self, queryset: AllianceQuerySet, name: str, value: str) -> AllianceQuerySet:
        """By the last survey of each."""
        asked = {"low": "is_low", "wide": "is_wide", "told": "is_told"}[value]
        seen = last_seen(Alliance.objects.filter(pk__in=queryset.order_by().values("pk")))
        return queryset.filter(pk__in=[pk for pk, one in seen.items() if getattr(one, asked)])
