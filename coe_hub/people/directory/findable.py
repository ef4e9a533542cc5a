"""People and organisations as search, lists and pickers find them."""

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.findable import Findable, Rows, Text, Thing, in_use, register
from coe_hub.lib.lists import name_column
from coe_hub.lib.places import country_name
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.search import Term, Words, anywhere
from coe_hub.people.models import Organisation, Person


def person_found(term: Term) -> Q:
    """People in whose names, titles or own words the term is found, whose name it is without its spaces, or whose
    address begins so."""
    found = organisation_found(term)
    return found | _has_address(term.typed) if "@" in term.typed else found


def organisation_found(term: Term) -> Q:
    """Organisations in whose names the term is found, or whose name it is without its spaces."""
    return anywhere(term) | Q(name_keys__names=term.typed)


def _has_address(typed: str) -> Q:
    return Q(email__istartswith=typed) | Q(user__email__istartswith=typed)


def _people(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    return {
        one.pk: Thing(
            title=Text(one.display_name),
            line=" · ".join(filter(None, [one.title_text, str(one.organisation), str(one.site or "")])),
            url=one.get_absolute_url(),
            known_as=one.folded,
            body=Text(one.about),
        )
        for one in _PEOPLE.objects(ids=list(ids))
    }


def _organisations(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    return {
        one.pk: Thing(
            title=Text(one.display_name),
            line=country_name(one.country) or one.get_kind_display(),
            url=one.get_absolute_url(),
            known_as=one.folded,
        )
        for one in _ORGANISATIONS.objects(ids=list(ids))
    }


def _people_of(*, ids: list[int]) -> Rows:
    return Person.objects.filter(pk__any=ids).select_related("site", "organisation")


def _organisations_of(*, ids: list[int]) -> Rows:
    return Organisation.objects.filter(pk__any=ids)


_PEOPLE, _ORGANISATIONS = Prepared(_people_of), Prepared(_organisations_of)


def register_all() -> None:
    """Let people and organisations be found."""
    register(
        Findable(
            kind="organisations",
            label=_("Organisations"),
            place=40,
            rows=in_use(Organisation),
            things=_organisations,
            order=lambda: (name_column(), "hit_id"),
            found=organisation_found,
            list_url_name="organisation_list",
        )
    )
    register(
        Findable(
            kind="people",
            label=_("People"),
            place=50,
            rows=in_use(Person),
            things=_people,
            order=lambda: (name_column(), "hit_id"),
            found=person_found,
            list_url_name="person_list",
        )
    )
