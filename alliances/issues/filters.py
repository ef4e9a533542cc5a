"""What lists of issues and of risks can be narrowed by."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from alliances.core.narrowing import NarrowedFilter
from alliances.issues.models import (
    Closing,
    Issue,
    IssueStep,
    IssueStepQuerySet,
    Level,
    Response,
    Risk,
    RiskQuerySet,
    Severity,
    Turn,
    Way,
)
from alliances.issues.models.risks import HIGH, WATCHED
from coe_hub.lib.forms import DateInput
from coe_hub.lib.lists import ListFilter, name_column
from coe_hub.lib.text import refuse_control_characters
from coe_hub.people.models import Person
from coe_hub.vocabulary.matching import find_words

OPEN, RUN_OUT, RESOLVED, ALL = "open", "run_out", "resolved", "all"


def _nobody(request: Any) -> "QuerySet[Person]":
    """Set by the filters below: only people who see to something of the list."""
    return Person.objects.none()


def _nothing(request: Any) -> "QuerySet[Alliance]":
    """Set by the filters below: only alliances of the list."""
    return Alliance.objects.none()


def _offer(filters: Any, rows: "QuerySet[Any]", way: str) -> None:
    """Let it offer the people and alliances of the list."""
    people = Person.objects.filter(pk__in=rows.order_by().values(f"{way}owner"))
    filters["owner"].queryset = people.order_by(name_column(), "pk")
    alliances = Alliance.objects.filter(pk__in=rows.order_by().values(f"{way}alliance"))
    filters["alliance"].queryset = alliances.order_by("sort_key", "pk")


class IssueFilter(NarrowedFilter):
    """By words, where it stands, level, severity, whose move it is, who sees to it, since when, and alliance. Without a
    state, what is resolved is left out."""

    WAY = "issue__alliance__"

    q = django_filters.CharFilter(
        method="filter_words", max_length=200, validators=[refuse_control_characters], label=_("What is at issue")
    )
    state = django_filters.ChoiceFilter(
        choices=[
            (OPEN, _("Open")), (RUN_OUT, _("Its clock ran out")), (RESOLVED, _("Resolved")), (ALL, _("Everything")),
        ],
        method="filter_state",
        label=_("State"),
    )  # fmt: skip
    level = django_filters.ChoiceFilter(choices=Level, label=_("Level"))
    severity = django_filters.ChoiceFilter(field_name="issue__severity", choices=Severity, label=_("Severity"))
    turn = django_filters.ChoiceFilter(field_name="issue__turn", choices=Turn, label=_("Whose move it is"))
    owner = django_filters.ModelChoiceFilter(
        field_name="issue__owner", queryset=_nobody, to_field_name="public_id", label=_("Seen to by")
    )
    since = django_filters.DateFilter(
        field_name="on", lookup_expr="gte", widget=DateInput, label=_("On its level since")
    )
    until = django_filters.DateFilter(
        field_name="on", lookup_expr="lte", widget=DateInput, label=_("On its level already on")
    )
    raised_since = django_filters.DateFilter(method="filter_raised", widget=DateInput, label=_("Raised from"))
    raised_until = django_filters.DateFilter(method="filter_raised", widget=DateInput, label=_("Raised until"))
    alliance = django_filters.ModelChoiceFilter(
        field_name="issue__alliance", queryset=_nothing, to_field_name="public_id", label=_("Alliance")
    )

    class Meta:
        model = IssueStep
        fields: list[str] = []

    def __init__(self, *args: Any, queryset: IssueStepQuerySet, **kwargs: Any) -> None:
        """`queryset` is `current()`."""
        super().__init__(*args, queryset=queryset, **kwargs)
        _offer(self.filters, queryset, "issue__")

    def filter_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """What is open, unless somebody asks for more."""
        found: Any = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") or self.errors else found.open()

    def filter_words(self, queryset: IssueStepQuerySet, name: str, value: str) -> IssueStepQuerySet:
        return queryset.filter(issue__in=find_words(Issue.objects.order_by(), value).values("pk"))

    def filter_raised(self, queryset: IssueStepQuerySet, name: str, value: date) -> IssueStepQuerySet:
        on = {"on__gte" if name == "raised_since" else "on__lte": value}
        return queryset.filter(issue__in=IssueStep.objects.filter(way=Way.RAISED, **on).values("issue"))

    def filter_state(self, queryset: IssueStepQuerySet, name: str, value: str) -> IssueStepQuerySet:
        if value == OPEN:
            return queryset.open()
        if value == RUN_OUT:
            return queryset.run_out(timezone.localdate())
        return queryset.filter(way=Way.RESOLVED) if value == RESOLVED else queryset


class RiskFilter(ListFilter):
    """By words, height, response, what became of it, who watches it, the next look, and alliance. Without a state, what
    is closed is left out."""

    q = django_filters.CharFilter(
        method="filter_words", max_length=200, validators=[refuse_control_characters], label=_("What could happen")
    )
    state = django_filters.ChoiceFilter(
        choices=[
            (OPEN, _("Open")), *((one.value, one.label) for one in Closing if one), (ALL, _("Everything")),
        ],
        method="filter_state",
        label=_("State"),
    )  # fmt: skip
    height = django_filters.ChoiceFilter(
        choices=[("high", _("High")), ("watched", _("To be watched, or high"))],
        method="filter_height",
        label=_("Height"),
    )
    response = django_filters.ChoiceFilter(choices=Response, label=_("Response"))
    owner = django_filters.ModelChoiceFilter(queryset=_nobody, to_field_name="public_id", label=_("Watched by"))
    until = django_filters.DateFilter(
        field_name="review_on", lookup_expr="lte", widget=DateInput, label=_("Looked at again until")
    )
    alliance = django_filters.ModelChoiceFilter(queryset=_nothing, to_field_name="public_id", label=_("Alliance"))

    class Meta:
        model = Risk
        fields: list[str] = []

    def __init__(self, *args: Any, queryset: RiskQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, queryset=queryset, **kwargs)
        _offer(self.filters, queryset, "")

    def filter_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """What is open, unless somebody asks for more."""
        found: Any = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") or self.errors else found.open()

    def filter_words(self, queryset: RiskQuerySet, name: str, value: str) -> RiskQuerySet:
        return find_words(queryset, value)

    def filter_state(self, queryset: RiskQuerySet, name: str, value: str) -> RiskQuerySet:
        if value == OPEN:
            return queryset.open()
        return queryset if value == ALL else queryset.filter(closing=value)

    def filter_height(self, queryset: RiskQuerySet, name: str, value: str) -> RiskQuerySet:
        return queryset.filter(exposure__gte=HIGH if value == "high" else WATCHED)
