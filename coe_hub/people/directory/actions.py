"""What can be done to people, organisations and their sites."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from coe_hub.lib.records import save_record
from coe_hub.people.models import Organisation, Person, PersonLanguage, Site
from coe_hub.vocabulary.models import Language


@transaction.atomic
def create_organisation(**values: Any) -> Organisation:
    """A new organisation. Raises `ValidationError` where a value is refused."""
    organisation = Organisation(**values)
    organisation.full_clean()
    organisation.save()
    return organisation


@transaction.atomic
def create_site(**values: Any) -> Site:
    """A new site of an organisation. Raises `ValidationError` where a value is refused."""
    site = Site(**values)
    site.full_clean()
    site.save()
    return site


@transaction.atomic
def create_person(*, languages: Iterable[Language] = (), **values: Any) -> Person:
    """A new person, working in `languages`. Raises `ValidationError` where a value is refused."""
    person = Person(**values)
    person.full_clean()
    person.save()
    set_languages(person=person, languages=languages)
    return person


@transaction.atomic
def set_languages(*, person: Person, languages: Iterable[Language]) -> None:
    """Make `languages` the ones the person works in, and no others."""
    wanted = {language.pk for language in languages}
    person.language_rows.exclude(language__in=wanted).delete()
    known = set(person.language_rows.values_list("language_id", flat=True))
    for pk in sorted(wanted - known):
        PersonLanguage.objects.create(person=person, language_id=pk)


@transaction.atomic
def edit_record(*, record: Organisation | Person | Site, version: int, values: dict[str, Any]) -> None:
    """Write `values` to the record. Raises `LostUpdateError` where it was saved since `version`."""
    for name, value in values.items():
        setattr(record, name, value)
    record.full_clean()
    save_record(record, fields=list(values), version=version)
