"""What the list of committees can be narrowed by."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from alliances.core.narrowing import NarrowedFilter
from coe_hub.vocabulary.matching import words_filter
from coe_hub.vocabulary.models import CommitteeKind
from governance.committees.models import Committee
from governance.committees.states import State


def _kinds(request: Any) -> Any:
    return CommitteeKind.objects.in_use()


class CommitteeFilter(NarrowedFilter):
    """By words, kind, state and whose it is."""

    WAY = "alliance__"

    q = words_filter(_("Words"))
    kind = django_filters.ModelChoiceFilter(queryset=_kinds, to_field_name="code", label=_("Kind"))
    state = django_filters.ChoiceFilter(choices=State, label=_("State"))
    whose = django_filters.ChoiceFilter(
        choices=[("own", _("The Center of Excellence’s own")), ("joint", _("Joint with a partner"))],
        method="filter_whose",
        label=_("Whose"),
    )

    class Meta:
        model = Committee
        fields: list[str] = []

    def filter_whose(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(alliance__isnull=value == "own")
