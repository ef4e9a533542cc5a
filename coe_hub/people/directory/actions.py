"""What can be done to people, organisations and their sites.

Raises `ValidationError` where a value is refused; editing also `LostUpdateError` where the record was saved since
`version`.
"""

from collections.abc import Iterable
from typing import Unpack

from django.db import transaction

from coe_hub.lib.editing import edit_record, set_values
from coe_hub.people.models import (
    Organisation,
    OrganisationValues,
    Person,
    PersonLanguage,
    PersonValues,
    Site,
    SiteValues,
)
from coe_hub.vocabulary.models import Language


@transaction.atomic
def create_organisation(**values: Unpack[OrganisationValues]) -> Organisation:
    """A new organisation."""
    organisation = Organisation()
    set_values(organisation, values)
    organisation.full_clean()
    organisation.save()
    return organisation


@transaction.atomic
def edit_organisation(*, organisation: Organisation, version: int, **values: Unpack[OrganisationValues]) -> None:
    """Write what was edited of an organisation."""
    edit_record(organisation, values, version=version)


@transaction.atomic
def create_site(**values: Unpack[SiteValues]) -> Site:
    """A new site of an organisation."""
    site = Site()
    set_values(site, values)
    site.full_clean()
    site.save()
    return site


@transaction.atomic
def edit_site(*, site: Site, version: int, **values: Unpack[SiteValues]) -> None:
    """Write what was edited of a site."""
    edit_record(site, values, version=version)


@transaction.atomic
def create_person(*, languages: Iterable[Language] = (), **values: Unpack[PersonValues]) -> Person:
    """A new person, working in `languages`."""
    person = Person()
    set_values(person, values)
    person.full_clean()
    person.save()
    set_languages(person=person, languages=languages)
    return person


@transaction.atomic
def edit_person(*, person: Person, version: int, **values: Unpack[PersonValues]) -> None:
    """Write what was edited of somebody's entry."""
    edit_record(person, values, version=version)


@transaction.atomic
def set_languages(*, person: Person, languages: Iterable[Language]) -> None:
    """Make `languages` the ones the person works in, and no others."""
    wanted = {language.pk for language in languages}
    person.language_rows.exclude(language__in=wanted).delete()
    known = set(person.language_rows.values_list("language_id", flat=True))
    for pk in sorted(wanted - known):
        PersonLanguage.objects.create(person=person, language_id=pk)
