"""What lists of due days can be narrowed by."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from alliances.core.narrowing import NARROWED_BY, NarrowedFilter
from alliances.obligations.models import Flow, Fulfilment, FulfilmentQuerySet, Kind, Obligation, Responsible, State
from coe_hub.lib.forms import DateInput
from coe_hub.lib.lists import name_column
from coe_hub.lib.text import refuse_control_characters
from coe_hub.people.models import Person
from coe_hub.vocabulary.matching import find_words

OPEN = "open"
_WITHIN = {"week": 7, "month": 31, "quarter": 92, "year": 366}


def _nobody(request: Any) -> "QuerySet[Person]":
    """Set by the filter below: only people who see to something of the list."""
    return Person.objects.none()


def _nothing(request: Any) -> "QuerySet[Alliance]":
    """Set by the filter below: only alliances of the list."""
    return Alliance.objects.none()


class FulfilmentFilter(NarrowedFilter):
    """By words, time, kind, who owes it, who sees to it, state, money and, over several, the alliance. Without a state,
    what is settled or void is left out."""

    WAY = "obligation__alliance__"
    OFFERS = True

    q = django_filters.CharFilter(
        method="filter_words", max_length=200, validators=[refuse_control_characters], label=_("What is owed")
    )
    state = django_filters.ChoiceFilter(
        choices=[(OPEN, _("Everything still owed")), *State.choices, ("all", _("Everything"))],
        method="filter_state",
        label=_("State"),
    )
    when = django_filters.ChoiceFilter(
        choices=[
            ("week", _("Within a week")),
            ("month", _("Within a month")),
            ("quarter", _("Within three months")),
            ("year", _("Within a year")),
        ],
        method="filter_when",
        label=_("Due"),
    )
    since = django_filters.DateFilter(field_name="due_on", lookup_expr="gte", widget=DateInput, label=_("From"))
    until = django_filters.DateFilter(field_name="due_on", lookup_expr="lte", widget=DateInput, label=_("Until"))
    kind = django_filters.ChoiceFilter(field_name="obligation__kind", choices=Kind, label=_("Kind"))
    responsible = django_filters.ChoiceFilter(
        field_name="obligation__responsible", choices=Responsible, label=_("Owed by")
    )
    owner = django_filters.ModelChoiceFilter(
        field_name="obligation__owner", queryset=_nobody, to_field_name="public_id", label=_("Seen to by")
    )
    kept = django_filters.ChoiceFilter(
        choices=[("on_time", _("By its day")), ("late", _("Later"))], method="filter_kept", label=_("Fulfilled")
    )
    flow = django_filters.ChoiceFilter(
        field_name="obligation__flow", choices=[one for one in Flow.choices if one[0]], label=_("Money")
    )
    alliance = django_filters.ModelChoiceFilter(
        field_name="obligation__alliance", queryset=_nothing, to_field_name="public_id", label=_("Alliance")
    )

    class Meta:
        model = Fulfilment
        fields: list[str] = []

    def __init__(self, *args: Any, queryset: FulfilmentQuerySet, has_several: bool = False, **kwargs: Any) -> None:
        """`queryset` is `with_state`; `has_several`: it is of several alliances, and can be narrowed to one."""
        super().__init__(*args, queryset=queryset, **kwargs)
        people = Person.objects.filter(pk__in=queryset.order_by().values("obligation__owner"))
        self.filters["owner"].queryset = people.order_by(name_column(), "pk")
        if has_several:
            alliances = Alliance.objects.filter(pk__in=queryset.order_by().values("obligation__alliance"))
            self.filters["alliance"].queryset = alliances.order_by("sort_key", "pk")
        else:
            for name in ("alliance", *NARROWED_BY):
                self.filters.pop(name, None)

    def filter_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """What is still owed, unless somebody asks for more."""
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") or self.errors else still_owed(found)

    def filter_words(self, queryset: FulfilmentQuerySet, name: str, value: str) -> FulfilmentQuerySet:
        return queryset.filter(obligation__in=find_words(Obligation.objects.order_by(), value).values("pk"))

    def filter_state(self, queryset: FulfilmentQuerySet, name: str, value: str) -> Any:
        if value == OPEN:
            return still_owed(queryset)
        return queryset if value == "all" else queryset.filter(state=value)

    def filter_kept(self, queryset: FulfilmentQuerySet, name: str, value: str) -> FulfilmentQuerySet:
        kept = {"on_time": "lte", "late": "gt"}[value]
        return queryset.filter(**{f"fulfilled_on__{kept}": F("due_on")})

    def filter_when(self, queryset: FulfilmentQuerySet, name: str, value: str) -> FulfilmentQuerySet:
        return queryset.filter(due_on__lte=_today() + timedelta(days=_WITHIN[value]))


def still_owed(rows: Any) -> Any:
    """What is neither settled nor void, of rows `with_state`."""
    return rows.exclude(state__in=[State.FULFILLED, State.WAIVED, State.VOID])


def _today() -> date:
    return timezone.localdate()
