"""What the register of decisions can be narrowed by."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from alliances.core.narrowing import NarrowedFilter
from coe_hub.lib.forms import DateInput
from coe_hub.lib.lists import name_column
from coe_hub.people.models import Person
from coe_hub.vocabulary.matching import words_filter
from governance.committees.models import Committee
from governance.decisions.models import GONE, SOON, Decision, DecisionQuerySet, DecisionState, Readiness
from governance.meetings.models import Attendance, Presence

OPEN, ALL = "open", "all"


def _nobody(request: Any) -> Any:
    """Set by the filter below: only people of the list."""
    return Person.objects.none()


def _nothing(request: Any) -> Any:
    """Set by the filter below: only alliances of the list."""
    return Alliance.objects.none()


def _no_committee(request: Any) -> Any:
    """Set by the filter below: only committees of the list."""
    return Committee.objects.none()


class DecisionFilter(NarrowedFilter):
    """By words, where it stands, period, alliance, committee, who takes part (follows it up, or was there), and when it
    is looked at again. Without a state, what does not hold any more is left out."""

    WAY = "committee__alliance__"

    q = words_filter(_("Words"))
    state = django_filters.ChoiceFilter(
        choices=[
            (OPEN, _("Not decided yet")),
            (ALL, _("Everything")),
            *((one.value, one.label) for one in DecisionState if one.value not in Readiness.values),
        ],
        method="filter_state",
        label=_("State"),
    )
    since = django_filters.DateFilter(field_name="decided_on", lookup_expr="gte", widget=DateInput, label=_("From"))
    until = django_filters.DateFilter(field_name="decided_on", lookup_expr="lte", widget=DateInput, label=_("Until"))
    alliance = django_filters.ModelChoiceFilter(
        field_name="committee__alliance", queryset=_nothing, to_field_name="public_id", label=_("Alliance")
    )
    committee = django_filters.ModelChoiceFilter(
        queryset=_no_committee, to_field_name="public_id", label=_("Committee")
    )
    person = django_filters.ModelChoiceFilter(
        queryset=_nobody, to_field_name="public_id", method="filter_person", label=_("Person")
    )
    dissent = django_filters.BooleanFilter(
        method="filter_dissent", widget=django_filters.widgets.BooleanWidget, label=_("With dissent")
    )

    look = django_filters.ChoiceFilter(
        choices=[("overdue", _("Overdue")), ("soon", _("Within 30 days"))],
        method="filter_look",
        label=_("Looked at again"),
    )
    whose = django_filters.ChoiceFilter(
        choices=[("own", _("The Center of Excellence’s own")), ("joint", _("Joint with a partner"))],
        method="filter_whose",
        label=_("Whose"),
    )

    class Meta:
        model = Decision
        fields: list[str] = []

    def __init__(self, *args: Any, queryset: DecisionQuerySet, **kwargs: Any) -> None:
        """`queryset` is `with_standing`."""
        super().__init__(*args, queryset=queryset, **kwargs)
        rows = queryset.order_by()
        alliances = Alliance.objects.filter(pk__in=rows.values("committee__alliance"))
        self.filters["alliance"].queryset = alliances.order_by("sort_key", "pk")
        committees = Committee.objects.filter(pk__in=rows.values("committee")).select_related("alliance")
        self.filters["committee"].queryset = committees.in_order()
        there = _there().filter(meeting__in=rows.values("meeting"))
        people = Person.objects.filter(Q(pk__in=rows.values("owner")) | Q(pk__in=there.values("person")))
        self.filters["person"].queryset = people.order_by(name_column(), "pk")

    def filter_queryset(self, queryset: Any) -> Any:
        """What is over stays out of the way, unless somebody asks for it by state, words or period."""
        found = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        if self.errors or any(asked.get(name) for name in ("state", "q", "since", "until")):
            return found
        return found.exclude(state__in=GONE)

    def filter_state(self, queryset: Any, name: str, value: str) -> Any:
        if value == ALL:
            return queryset
        return queryset.filter(decided_on__isnull=True) if value == OPEN else queryset.filter(state=value)

    def filter_look(self, queryset: Any, name: str, value: str) -> Any:
        today = timezone.localdate()
        days = {"review_day__lt": today} if value == "overdue" else {"review_day__range": (today, today + SOON)}
        return queryset.filter(state=DecisionState.IN_FORCE, **days)

    def filter_whose(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(committee__alliance__isnull=value == "own")

    def filter_person(self, queryset: Any, name: str, value: Person) -> Any:
        there = Exists(_there().filter(meeting=OuterRef("meeting"), person=value))
        return queryset.filter(Q(owner=value) | there)

    def filter_dissent(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.exclude(dissent="") if value else queryset.filter(dissent="")


def _there() -> Any:
    """Who came to meetings."""
    return Attendance.objects.filter(presence=Presence.PRESENT)
