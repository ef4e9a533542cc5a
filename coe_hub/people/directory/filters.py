"""Filters of the directory."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.lists import ListFilter
from coe_hub.lib.sql import SortKey
from coe_hub.people.directory.findable import person_found
from coe_hub.people.models import OrganisationKind, Site
from coe_hub.vocabulary.matching import words_filter
from coe_hub.vocabulary.models import Function, Language


def _sites(_request: Any) -> "QuerySet[Site]":
    return Site.objects.order_by(SortKey("name"), "pk")


class PersonFilter(ListFilter):
    """People by name, site, function and language."""

    q = words_filter(_("Name, topic or address"), found=person_found)
    site = django_filters.ModelChoiceFilter(queryset=_sites, to_field_name="public_id", label=_("Site"))
    function = django_filters.ModelChoiceFilter(
        queryset=Function.objects.order_by("position", "pk"), to_field_name="code", label=_("Function")
    )
    language = django_filters.ModelChoiceFilter(
        queryset=Language.objects.order_by("position", "pk"),
        to_field_name="code",
        method="filter_language",
        label=_("Language"),
    )

    def filter_language(self, queryset: "QuerySet[Any]", name: str, value: Language) -> "QuerySet[Any]":
        return queryset.filter(language_rows__language=value)


class OrganisationFilter(ListFilter):
    """Organisations by name and kind."""

    q = words_filter(_("Name"))
    kind = django_filters.ChoiceFilter(choices=OrganisationKind, label=_("Kind"))
