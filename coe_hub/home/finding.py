"""Search over everything the reader may see."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.db.models import Value
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.filters import find
from alliances.models import Alliance
from coe_hub.lib.places import country_name
from coe_hub.lib.sql import Fold
from coe_hub.lib.text import refuse_control_characters
from coe_hub.people.models import Organisation, Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coe_hub.people.models import User

SHOWN = 10


class SearchForm(forms.Form):
    """What is looked for."""

    q = forms.CharField(max_length=200, validators=[refuse_control_characters], label=gettext_lazy("Search"))


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    title: str
    line: str
    url: str


@dataclass(frozen=True)
class Group:
    """Things of one kind that were found."""

    label: str
    hits: "Iterable[Hit]"
    more_url: str


def search_everything(*, user: "User", text: str) -> list[Group]:
    """What matches every word of `text`, by kind; kinds without a match are left out. Three kinds, few queries."""
    query = urlencode({"q": text})
    groups = [
        Group(_("Alliances"), _alliances(user, text), f"{reverse('alliance_list')}?{query}"),
        Group(_("Organisations"), _organisations(user, text), f"{reverse('organisation_list')}?{query}"),
        Group(_("People"), _people(user, text), f"{reverse('person_list')}?{query}"),
    ]
    return [group for group in groups if group.hits]


def _alliances(user: "User", text: str) -> list[Hit]:
    found = find(Alliance.objects.visible_to(user).active().with_row(), text).order_by("name", "pk")
    return [
        Hit(
            alliance.name,
            " · ".join([alliance.stage.name, *alliance.partner_names.shown]),
            alliance.get_absolute_url(),
        )
        for alliance in found[:SHOWN]
    ]


def _organisations(user: "User", text: str) -> list[Hit]:
    found = Organisation.objects.visible_to(user).active()
    for word in text.split():
        found = found.filter(folded__contains=Fold(Value(word)))
    return [
        Hit(one.display_name, country_name(one.country) or one.get_kind_display(), one.get_absolute_url())
        for one in found.order_by("name", "pk")[:SHOWN]
    ]


def _people(user: "User", text: str) -> list[Hit]:
    found = Person.objects.visible_to(user).active().select_related("site", "organisation")
    for word in text.split():
        found = found.filter(folded__contains=Fold(Value(word)))
    return [
        Hit(
            one.display_name,
            " · ".join(filter(None, [one.title_text, str(one.organisation), str(one.site or "")])),
            one.get_absolute_url(),
        )
        for one in found.order_by("sort_key", "pk")[:SHOWN]
    ]
