"""Filters and order of the list of alliances; the same for the page and its exports."""

from datetime import date
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core import signals
from alliances.core.findable import found
from alliances.core.models import Alliance, AllianceQuerySet
from alliances.core.narrowing import narrowing_filters
from alliances.core.rules import living_on, review_overdue, review_soon
from coe_hub.lib.forms import DateInput
from coe_hub.lib.lists import ListFilter, name_column
from coe_hub.people.models import ScopeKind
from coe_hub.vocabulary.filters import column_filters
from coe_hub.vocabulary.matching import words_filter
from coe_hub.vocabulary.models import AllianceType, Phase, Stage, TherapeuticArea, ToolkitKind

if TYPE_CHECKING:
    from coe_hub.people.models import User

ORDERS = {
    "name": lambda: F("sort_key").asc(),
    "stage": lambda: F("stage__position").asc(),
    "lead": lambda: F(name_column("lead__")).asc(nulls_last=True),
    "review": lambda: F("next_review_on").asc(nulls_last=True),
    "starts": lambda: F("starts_on").asc(nulls_last=True),
    "updated": lambda: F("updated_at").asc(),
}
DEFAULT_ORDER = "name"


class AllianceFilter(ListFilter):
    """What the list can be narrowed by."""

    q = words_filter(_("Name or partner"), found=found)
    mine = django_filters.BooleanFilter(method="filter_mine", widget=forms.CheckboxInput, label=_("Only mine"))
    phase = django_filters.MultipleChoiceFilter(
        choices=Phase, field_name="stage__phase", widget=forms.CheckboxSelectMultiple, label=_("Phase")
    )
    stage = django_filters.ModelChoiceFilter(
        queryset=Stage.objects.order_by("position", "pk"), to_field_name="code", label=_("Stage")
    )
    type = django_filters.ModelChoiceFilter(
        field_name="alliance_type",
        queryset=AllianceType.objects.order_by("position", "pk"),
        to_field_name="code",
        label=_("Type"),
    )
    area = django_filters.ModelChoiceFilter(
        field_name="therapeutic_area",
        queryset=TherapeuticArea.objects.order_by("position", "pk"),
        to_field_name="code",
        label=_("Therapeutic area"),
    )
    review = django_filters.ChoiceFilter(
        choices=[("overdue", _("Overdue")), ("soon", _("Due within 30 days")), ("none", _("No rhythm"))],
        method="filter_review",
        label=_("Review"),
    )
    toolkit = django_filters.ChoiceFilter(
        choices=ToolkitKind, field_name="alliance_type__toolkit", label=_("Kind of work")
    )
    finding = django_filters.ChoiceFilter(
        choices=signals.choices,
        method="filter_finding",
        label=_("Finding"),
    )
    living_on = django_filters.DateFilter(method="filter_living_on", widget=DateInput, label=_("Living on"))
    scope = django_filters.ChoiceFilter(choices=ScopeKind, field_name="scope__kind", label=_("Who may see it"))
    archived = django_filters.BooleanFilter(method="filter_archived", widget=forms.CheckboxInput, label=_("Archived"))

    class Meta:
        model = Alliance
        fields: list[str] = []

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        """Those above, and one for each other column that holds a word or a choice."""
        filters = super().get_filters() | narrowing_filters("", "site")
        taken = {one.field_name for one in filters.values()}
        return filters | column_filters(Alliance, [name for name in Alliance.EDITABLE if name not in taken])

    def __init__(self, *args: Any, user: "User", **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def filter_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """Archived alliances are shown only when asked for."""
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("archived") else queryset.filter(archived_at__isnull=True)

    def filter_mine(self, queryset: "QuerySet[Any]", name: str, value: bool) -> "QuerySet[Any]":
        return queryset.of_person(self.user.person_id) if value else queryset  # type: ignore[attr-defined]

    def filter_archived(self, queryset: "QuerySet[Any]", name: str, value: bool) -> "QuerySet[Any]":
        return queryset.filter(archived_at__isnull=False) if value else queryset

    def filter_review(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        if value == "none":
            return queryset.filter(next_review_on__isnull=True)
        narrow = review_overdue if value == "overdue" else review_soon
        return narrow(queryset, timezone.localdate())  # type: ignore[arg-type]

    def filter_finding(self, queryset: AllianceQuerySet, name: str, value: str) -> AllianceQuerySet:
        return signals.rule_of(value)(queryset, timezone.localdate())

    def filter_living_on(self, queryset: AllianceQuerySet, name: str, value: date) -> AllianceQuerySet:
        return living_on(queryset, value)


def in_order(alliances: AllianceQuerySet, sort: str) -> AllianceQuerySet:
    """By one of `ORDERS`, a minus in front turning it round; an unknown order is the default one."""
    code = sort.removeprefix("-")
    if code not in ORDERS:
        code, sort = DEFAULT_ORDER, DEFAULT_ORDER
    order = ORDERS[code]()
    if sort.startswith("-"):
        order.descending = True
    return alliances.order_by(order, "pk")
