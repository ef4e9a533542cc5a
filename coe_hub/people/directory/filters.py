"""Filters of the directory."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.search import find_words
from coe_hub.lib.text import refuse_control_characters
from coe_hub.people.models import OrganisationKind, Site
from coe_hub.vocabulary.models import Function, Language


def _words(queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
    return find_words(queryset, value)


def _text(label: Any) -> django_filters.CharFilter:
    return django_filters.CharFilter(method=_words, max_length=200, validators=[refuse_control_characters], label=label)


class PersonFilter(django_filters.FilterSet):
    """People by name, site, function and language."""

    q = _text(_("Name"))
    site = django_filters.ModelChoiceFilter(
        queryset=Site.objects.order_by("name"), to_field_name="public_id", label=_("Site")
    )
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


class OrganisationFilter(django_filters.FilterSet):
    """Organisations by name and kind."""

    q = _text(_("Name"))
    kind = django_filters.ChoiceFilter(choices=OrganisationKind, label=_("Kind"))
