"""What the lists of sponsors and of requests for support can be narrowed by."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Member
from alliances.core.narrowing import narrowing_filters
from alliances.sponsors.models import Outcome, SupportRequest, by_contact
from coe_hub.lib.lists import ListFilter

OPEN, ALL = "open", "all"


class SponsorFilter(ListFilter):
    """By when they were last in touch, and by the alliance."""

    contact = django_filters.ChoiceFilter(
        choices=[
            ("fresh", _("In touch within half a year")),
            ("silent", _("Silent for half a year")),
            ("never", _("No contact noted")),
        ],
        method="filter_contact",
        label=_("Contact"),
    )

    class Meta:
        model = Member
        fields: list[str] = []

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        """Those above, and what the dashboard's figures are narrowed by."""
        return super().get_filters() | narrowing_filters("alliance__")

    def filter_contact(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        return by_contact(queryset, value, timezone.localdate())


class SupportFilter(ListFilter):
    """By state and by the alliance. Without a state, what was answered is left out."""

    state = django_filters.ChoiceFilter(
        choices=[(one.value or OPEN, one.label) for one in Outcome] + [(ALL, _("Everything"))],
        method="filter_state",
        label=_("State"),
    )

    class Meta:
        model = SupportRequest
        fields: list[str] = []

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        """Those above, and what the dashboard's figures are narrowed by."""
        return super().get_filters() | narrowing_filters("alliance__")

    def filter_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """What is open, unless somebody asks for more."""
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") or self.errors else found.filter(outcome=Outcome.OPEN)

    def filter_state(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        return queryset if value == ALL else queryset.filter(outcome="" if value == OPEN else value)
