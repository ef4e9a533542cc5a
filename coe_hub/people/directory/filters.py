"""Filters of the directory."""

from dataclasses import dataclass
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.fields import TextField
from coe_hub.lib.forms import PickerInput
from coe_hub.lib.lists import ListFilter
from coe_hub.lib.places import country_name
from coe_hub.lib.sql import SortKey
from coe_hub.lib.text import ONE_LINE
from coe_hub.people.directory.findable import person_found
from coe_hub.people.models import Organisation, OrganisationKind, Person, Site, User
from coe_hub.vocabulary.matching import words_filter
from coe_hub.vocabulary.models import Function, Language


@dataclass(frozen=True)
class Named:
    """What a name in a filter stands for: the rows that the reader sees under it."""

    text: str
    ids: tuple[int, ...]

    def __str__(self) -> str:
        return self.text


class NameField(TextField):
    """A name of a person or an organisation, in any script and order. One that nobody seen by the reader has is an
    error."""

    def __init__(self, *, model: type[Organisation] | type[Person], user: User | None = None, **options: Any) -> None:
        picker = "person_suggest" if model is Person else "organisation_suggest"
        super().__init__(max_length=300, validators=ONE_LINE, widget=PickerInput(picker), **options)
        self.model, self.user = model, user

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text or self.user is None:
            return None
        seen = self.model.objects.visible_to(self.user)
        ids = tuple(seen.filter(name_keys__names=text.split(_SEPARATOR)[0]).values_list("pk", flat=True)[:_MOST])
        if not ids:
            raise ValidationError(
                _("Nothing you can see is called “%(text)s”. Type the whole name."), params={"text": text}
            )
        return Named(text, ids)


class _NameFilter(django_filters.Filter):
    field_class = NameField


# Between a name and a site, as pickers write a person; and how many namesakes are looked at.
_SEPARATOR = " · "
_MOST = 50


def person_filter(method: str, label: Any) -> django_filters.Filter:
    """A filter by a person's name, which gives its method what is `Named`. The filter set says whose eyes look, by
    `extra["user"]`."""
    return _NameFilter(method=method, model=Person, label=label)


def organisation_filter(method: str, label: Any) -> django_filters.Filter:
    """As `person_filter`, of organisations."""
    return _NameFilter(method=method, model=Organisation, label=label)


def _sites(_request: Any) -> "QuerySet[Site]":
    return Site.objects.order_by(SortKey("name"), "pk")


class PersonFilter(ListFilter):
    """People by name, organisation, site, function, language and account."""

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

    organisation = organisation_filter("filter_organisation", _("Organisation"))
    account = django_filters.ChoiceFilter(
        choices=[("open", _("Can sign in")), ("closed", _("Account closed")), ("none", _("No account"))],
        method="filter_account",
        label=_("Account"),
    )

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.filters["organisation"].extra["user"] = request.user

    def filter_organisation(self, queryset: "QuerySet[Any]", name: str, value: Named) -> "QuerySet[Any]":
        return queryset.filter(organisation__in=value.ids)

    def filter_account(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        if value == "none":
            return queryset.filter(user__isnull=True)
        return queryset.filter(user__is_active=value == "open")

    def filter_language(self, queryset: "QuerySet[Any]", name: str, value: Language) -> "QuerySet[Any]":
        return queryset.filter(language_rows__language=value)


class OrganisationFilter(ListFilter):
    """Organisations by name, kind and country."""

    q = words_filter(_("Name"))
    kind = django_filters.ChoiceFilter(choices=OrganisationKind, label=_("Kind"))
    country = django_filters.ChoiceFilter(label=_("Country"))

    def __init__(self, *args: Any, queryset: "QuerySet[Any]", **kwargs: Any) -> None:
        super().__init__(*args, queryset=queryset, **kwargs)
        self.filters["country"].extra["choices"] = lambda: _countries(queryset)


def _countries(organisations: "QuerySet[Any]") -> list[tuple[str, str]]:
    """Those that some organisation of the list is in, by name."""
    codes = organisations.order_by().exclude(country="").values_list("country", flat=True).distinct()
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1])
