"""What a list of action items can be narrowed by."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.action_items.models import ActionItem, ActionItemQuerySet, ItemState
from coe_hub.lib.lists import ListFilter, day_filter, name_column
from coe_hub.lib.search import fold
from coe_hub.people.models import Person, Side
from coe_hub.vocabulary.matching import words_filter

OVERDUE, ORPHANED = "overdue", "orphaned"


def _owners(request: Any) -> "QuerySet[Person]":
    """Set by the filter below: only people who own an item of the list."""
    return Person.objects.none()


class ActionItemFilter(ListFilter):
    """By words, state, side, owner and day."""

    q = words_filter(_("What"))
    state = django_filters.ChoiceFilter(
        choices=[*ItemState.choices, (OVERDUE, _("Overdue")), (ORPHANED, _("Owner’s account is closed"))],
        method="filter_state",
        label=_("State"),
    )
    side = django_filters.ChoiceFilter(choices=Side, label=_("Side"))
    owner = django_filters.ModelChoiceFilter(queryset=_owners, to_field_name="public_id", label=_("Who"))
    due_since = day_filter("due_on", "gte", _("Due from"))
    due_until = day_filter("due_on", "lte", _("Due until"))
    about = django_filters.ChoiceFilter(method="filter_about", label=_("Alliance"))

    class Meta:
        model = ActionItem
        fields: list[str] = []

    def __init__(self, *args: Any, queryset: ActionItemQuerySet, has_several: bool = False, **kwargs: Any) -> None:
        """`has_several`: the list is of several alliances, and can be narrowed to one."""
        super().__init__(*args, queryset=queryset, **kwargs)
        if has_several:
            titled = queryset.order_by().with_titles().filter(scope_is_archived=False)
            pairs = titled.values_list("scope_key", "scope_title").distinct()
            self.filters["about"].extra["choices"] = sorted(pairs, key=lambda pair: fold(pair[1]))
        else:
            del self.filters["about"]
        owners = Person.objects.filter(pk__in=queryset.order_by().values("owner"))
        self.filters["owner"].queryset = owners.order_by(name_column(), "pk")

    def filter_about(self, queryset: ActionItemQuerySet, name: str, value: str) -> ActionItemQuerySet:
        return queryset.with_titles().filter(scope_key=value)

    def filter_state(self, queryset: ActionItemQuerySet, name: str, value: str) -> ActionItemQuerySet:
        if value == OVERDUE:
            return queryset.overdue(timezone.localdate())
        if value == ORPHANED:
            return queryset.orphaned()
        return queryset.filter(state=value)
