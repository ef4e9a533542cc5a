"""What the list of goals over all alliances can be narrowed by."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from alliances.goals.models import Goal, GoalQuerySet, GoalState, Horizon
from coe_hub.lib.lists import ListFilter
from coe_hub.vocabulary.matching import words_filter

_STATES = {
    GoalState.OPEN: Q(reached_on__isnull=True, given_up_on__isnull=True),
    GoalState.REACHED: Q(reached_on__isnull=False),
    GoalState.GIVEN_UP: Q(given_up_on__isnull=False),
}
_WITHIN = {"month": 31, "quarter": 92, "year": 366}


class GoalFilter(ListFilter):
    """By words, state, day, horizon and alliance. Without a state, open ones alone are listed."""

    q = words_filter(_("Goal or measure"))
    state = django_filters.ChoiceFilter(
        choices=[*GoalState.choices, ("all", _("Everything"))], method="filter_state", label=_("State")
    )
    when = django_filters.ChoiceFilter(
        choices=[
            ("late", _("Past its day")),
            ("month", _("Within a month")),
            ("quarter", _("Within three months")),
            ("year", _("Within a year")),
        ],
        method="filter_when",
        label=_("By when"),
    )
    horizon = django_filters.ChoiceFilter(choices=Horizon, label=_("Horizon"))
    alliance = django_filters.ModelChoiceFilter(
        queryset=lambda _request: Alliance.objects.none(), to_field_name="public_id", label=_("Alliance")
    )

    class Meta:
        model = Goal
        fields: list[str] = []

    def __init__(self, *args: Any, queryset: GoalQuerySet, **kwargs: Any) -> None:
        """Only alliances of the list are offered."""
        super().__init__(*args, queryset=queryset, **kwargs)
        alliances = Alliance.objects.filter(pk__in=queryset.order_by().values("alliance"))
        self.filters["alliance"].queryset = alliances.order_by("sort_key", "pk")

    def filter_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """Open ones, unless somebody asks for more."""
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") or self.errors else found.filter(_STATES[GoalState.OPEN])

    def filter_state(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        return queryset if value == "all" else queryset.filter(_STATES[GoalState(value)])

    def filter_when(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        today = timezone.localdate()
        if value == "late":
            return queryset.filter(due_on__lt=today)
        return queryset.filter(due_on__range=(today, today + timedelta(days=_WITHIN[value])))
