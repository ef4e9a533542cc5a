"""Filters of the list of alliances; the same for the page, its exports and saved views."""

from datetime import date
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core import parts, signals
from alliances.core.findable import found
from alliances.core.models import Alliance, AllianceQuerySet, Member, Party, Side
from alliances.core.narrowing import narrowing_filters
from alliances.core.rules import living_on, review_overdue, review_soon
from coe_hub.lib.forms import DateInput
from coe_hub.lib.lists import ListFilter, day_filter, name_column
from coe_hub.lib.tags import tagged, tags_in_use
from coe_hub.people.directory.filters import Named, organisation_filter, person_filter
from coe_hub.people.models import Person, ScopeKind
from coe_hub.vocabulary.filters import column_filters
from coe_hub.vocabulary.matching import words_filter
from coe_hub.vocabulary.models import AllianceType, Phase, Stage, TherapeuticArea, ToolkitKind

if TYPE_CHECKING:
    from coe_hub.people.models import User


def _leads(request: Any) -> "QuerySet[Person]":
    """Set by the filter below: only people who lead something of the list."""
    return Person.objects.none()


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
    lead = django_filters.ModelChoiceFilter(queryset=_leads, to_field_name="public_id", label=_("Lead"))
    partner = organisation_filter("filter_partner", _("Partner"))
    person = person_filter("filter_person", _("Somebody on it"))
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
    starts_since = day_filter("starts_on", "gte", _("Starts from"))
    starts_until = day_filter("starts_on", "lte", _("Starts until"))
    ends_since = day_filter("ends_on", "gte", _("Ends from"))
    ends_until = day_filter("ends_on", "lte", _("Ends until"))
    toolkit = django_filters.ChoiceFilter(
        choices=ToolkitKind, field_name="alliance_type__toolkit", label=_("Kind of work")
    )
    finding = django_filters.ChoiceFilter(
        choices=signals.choices,
        method="filter_finding",
        label=_("Finding"),
    )
    living_on = django_filters.DateFilter(method="filter_living_on", widget=DateInput, label=_("Living on"))
    tag = django_filters.ChoiceFilter(method="filter_tag", label=_("Tag"))
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

    def __init__(self, *args: Any, user: "User", queryset: AllianceQuerySet, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, queryset=queryset, **kwargs)
        leads = Person.objects.filter(pk__in=queryset.order_by().values("lead"))
        self.filters["lead"].queryset = leads.order_by(name_column(), "pk")
        self.filters["tag"].extra["choices"] = lambda: [(one, one) for one in tags_in_use(queryset)]
        for name in ("partner", "person"):
            self.filters[name].extra["user"] = user
        for part in parts.list_columns():
            for name, one in part.filters().items():
                one.parent, one.model = self, Alliance
                self.filters[name] = one

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
        rule = review_overdue if value == "overdue" else review_soon
        return queryset.filter(rule(timezone.localdate()))

    def filter_finding(self, queryset: AllianceQuerySet, name: str, value: str) -> AllianceQuerySet:
        return queryset.filter(signals.rule_of(value)(timezone.localdate()))

    def filter_tag(self, queryset: AllianceQuerySet, name: str, value: str) -> AllianceQuerySet:
        return tagged(queryset, "tags", value)

    def filter_partner(self, queryset: AllianceQuerySet, name: str, value: Named) -> AllianceQuerySet:
        parties = Party.objects.filter(organisation__in=value.ids, side=Side.THEIRS)
        return queryset.filter(pk__in=parties.values("alliance"))

    def filter_person(self, queryset: AllianceQuerySet, name: str, value: Named) -> AllianceQuerySet:
        led = Alliance.objects.filter(lead__in=value.ids).values("pk")
        return queryset.filter(pk__in=led.union(Member.objects.filter(person__in=value.ids).values("alliance")))

    def filter_living_on(self, queryset: AllianceQuerySet, name: str, value: date) -> AllianceQuerySet:
        return living_on(queryset, value)
