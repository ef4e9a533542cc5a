"""What the list of meetings can be narrowed by."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core.narrowing import NarrowedFilter
from coe_hub.lib.forms import DateInput
from coe_hub.lib.search import Term, anywhere
from coe_hub.vocabulary.matching import words_filter
from coe_hub.vocabulary.models import CommitteeKind
from governance.meetings.coverage import CHOICES, COVERED, with_coverage
from governance.meetings.models import Meeting, MeetingState, MinutesState


def _kinds(request: Any) -> Any:
    return CommitteeKind.objects.in_use()


def _of_committee(term: Term) -> Q:
    return anywhere(term, "committee__")


LATE = "late"


class MeetingFilter(NarrowedFilter):
    """By words of the committee, its kind, state, minutes and period."""

    WAY = "committee__alliance__"
    OFFERS = True

    q = words_filter(_("Words"), found=_of_committee)
    kind = django_filters.ModelChoiceFilter(
        field_name="committee__kind", queryset=_kinds, to_field_name="code", label=_("Kind of committee")
    )
    state = django_filters.ChoiceFilter(choices=MeetingState, method="filter_state", label=_("State"))
    minutes = django_filters.ChoiceFilter(
        choices=[*MinutesState.choices, (LATE, _("Late"))], method="filter_minutes", label=_("Minutes")
    )
    whose = django_filters.ChoiceFilter(
        choices=[("own", _("The Center of Excellence’s own")), ("joint", _("Joint with a partner"))],
        method="filter_whose",
        label=_("Whose"),
    )
    coverage = django_filters.ChoiceFilter(choices=CHOICES, method="filter_coverage", label=_("Who of ours came"))
    since = django_filters.DateFilter(
        field_name="starts_at", lookup_expr="date__gte", widget=DateInput, label=_("From")
    )
    until = django_filters.DateFilter(
        field_name="starts_at", lookup_expr="date__lte", widget=DateInput, label=_("Until")
    )

    class Meta:
        model = Meeting
        fields: list[str] = []

    def filter_state(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.in_state(value)

    def filter_minutes(self, queryset: Any, name: str, value: str) -> Any:
        if value == LATE:
            return queryset.late(timezone.localdate())
        return queryset.filter(Q(held_at__isnull=False), minutes__state=value)

    def filter_whose(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(committee__alliance__isnull=value == "own")

    def filter_coverage(self, queryset: Any, name: str, value: str) -> Any:
        """Those that were held; of fewer than five people it is not told what they learned."""
        held = with_coverage(Meeting.objects.held()).filter(COVERED[value])
        return queryset.filter(pk__in=held.values("pk"))
