"""What the list of agreements over all alliances can be narrowed by."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.agreements.models import (
    Agreement,
    AgreementQuerySet,
    Origin,
    Programme,
    ProgrammePhase,
    ProgrammeQuerySet,
    Renewal,
)
from alliances.agreements.states import ENDED, State
from alliances.core.models import Alliance
from alliances.core.narrowing import NarrowedFilter
from coe_hub.lib.lists import ListFilter, name_column
from coe_hub.people.models import Person
from coe_hub.vocabulary.matching import words_filter
from coe_hub.vocabulary.models import AgreementKind

NOT_SAID = "none"
_WITHIN = {"month": 31, "quarter": 92, "half": 183, "year": 366}
_WITHIN_WORDS = [
    ("month", _("Within a month")),
    ("quarter", _("Within three months")),
    ("half", _("Within half a year")),
    ("year", _("Within a year")),
]


class AgreementFilter(ListFilter):
    """By words, state, day of notice, end, kind, what happens at the end, who looks after it, and alliance. Without a
    state, what has ended is left out."""

    q = words_filter(_("Title or reference"))
    state = django_filters.ChoiceFilter(
        choices=[("present", _("All that have not ended")), *State.choices, ("all", _("Everything"))],
        method="filter_state",
        label=_("State"),
    )
    notice = django_filters.ChoiceFilter(choices=_WITHIN_WORDS, method="filter_notice", label=_("Notice until"))
    ends = django_filters.ChoiceFilter(choices=_WITHIN_WORDS, method="filter_ends", label=_("Ends or renews itself"))
    kind = django_filters.ModelChoiceFilter(
        queryset=AgreementKind.objects.order_by("position", "pk"), to_field_name="code", label=_("Kind")
    )
    renewal = django_filters.ChoiceFilter(choices=Renewal, label=_("At the end"))
    owner = django_filters.ModelChoiceFilter(
        queryset=lambda _request: Person.objects.none(), to_field_name="public_id", label=_("Looked after by")
    )
    alliance = django_filters.ModelChoiceFilter(
        queryset=lambda _request: Alliance.objects.none(), to_field_name="public_id", label=_("Alliance")
    )

    class Meta:
        model = Agreement
        fields: list[str] = []

    def __init__(self, *args: Any, queryset: AgreementQuerySet, **kwargs: Any) -> None:
        """`queryset` is `with_states`; only people and alliances of it are offered."""
        super().__init__(*args, queryset=queryset, **kwargs)
        rows = queryset.order_by()
        people, alliances = rows.values("owner"), rows.values("alliance")
        self.filters["owner"].queryset = Person.objects.filter(pk__in=people).order_by(name_column(), "pk")
        self.filters["alliance"].queryset = Alliance.objects.filter(pk__in=alliances).order_by("sort_key", "pk")

    def filter_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """What has not ended, unless somebody asks for more."""
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") or self.errors else found.exclude(state__in=ENDED)

    def filter_state(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        if value == "all":
            return queryset
        return queryset.exclude(state__in=ENDED) if value == "present" else queryset.filter(state=value)

    def filter_notice(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        return queryset.filter(self._within("notice_on", value))

    def filter_ends(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        return queryset.filter(self._within("ends_on", value))

    def _within(self, column: str, value: str) -> Q:
        today = timezone.localdate()
        return Q(**{f"{column}__range": (today, today + timedelta(days=_WITHIN[value]))})


class ProgrammeFilter(NarrowedFilter):
    """By words, phase and who brought the asset. Without `everything`, what was stopped, and what belongs to alliances
    that are over, is left out."""

    WAY = "alliance__"

    q = words_filter(_("Name or asset"))
    phase = django_filters.ChoiceFilter(
        choices=[*((one.value, one.label) for one in ProgrammePhase if one), (NOT_SAID, _("Not said"))],
        method="filter_said",
        label=_("Phase"),
    )
    origin = django_filters.ChoiceFilter(
        choices=[*((one.value, one.label) for one in Origin if one), (NOT_SAID, _("Not said"))],
        method="filter_said",
        label=_("Brought by"),
    )
    everything = django_filters.BooleanFilter(
        method="filter_everything", widget=django_filters.widgets.BooleanWidget, label=_("What is over too")
    )

    class Meta:
        model = Programme
        fields: list[str] = []

    def filter_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """What is at work, unless somebody asks for more."""
        asked = self.form.cleaned_data
        rows: Any = queryset
        if not asked.get("everything") and asked.get("phase") != ProgrammePhase.STOPPED:
            rows = rows.at_work()
        return super().filter_queryset(rows)

    def filter_said(self, queryset: ProgrammeQuerySet, name: str, value: str) -> ProgrammeQuerySet:
        return queryset.filter(**{name: "" if value == NOT_SAID else value})

    def filter_everything(self, queryset: ProgrammeQuerySet, name: str, value: bool) -> ProgrammeQuerySet:
        return queryset
