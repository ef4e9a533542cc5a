"""What figures over all alliances, and the lists behind them, are narrowed by: the same four questions everywhere."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.lists import ListFilter
from coe_hub.people.models import Site
from coe_hub.vocabulary.models import AllianceType, TherapeuticArea, Tier

# The name in an address, and the column of an alliance.
NARROWED_BY = {
    "type": "alliance_type__code",
    "area": "therapeutic_area__code",
    "site": "lead__site__public_id",
    "tier": "tier",
}


def narrowing_filters(way: str = "", *names: str) -> dict[str, Any]:
    """Filters by these questions, or all, for rows that lead to an alliance that `way`, such as `issue__alliance__`."""
    words: dict[str, Any] = {
        "type": (AllianceType.objects.order_by("position", "pk"), "code", _("Type")),
        "area": (TherapeuticArea.objects.order_by("position", "pk"), "code", _("Therapeutic area")),
        "site": (Site.objects.order_by("name", "pk"), "public_id", _("Site of the lead")),
    }
    filters: dict[str, Any] = {
        name: django_filters.ModelChoiceFilter(
            field_name=f"{way}{NARROWED_BY[name].rpartition('__')[0]}", queryset=rows, to_field_name=key, label=label
        )
        for name, (rows, key, label) in words.items()
    }
    filters["tier"] = django_filters.ChoiceFilter(field_name=f"{way}tier", choices=Tier, label=_("Tier"))
    return {name: one for name, one in filters.items() if not names or name in names}


class NarrowedFilter(ListFilter):
    """A list that is narrowed as the dashboard's figures are, where somebody comes to it from one of them; who does not
    come from there is not asked, unless the list `OFFERS` the four questions beside its own filters. `WAY` leads from
    its rows to the alliance."""

    WAY = ""
    OFFERS = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.data or {}
        for name in NARROWED_BY:
            if name not in asked and not (self.OFFERS and asked.get("filters")):
                del self.filters[name]

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        """Those of the list, and the four questions."""
        return super().get_filters() | narrowing_filters(cls.WAY)
