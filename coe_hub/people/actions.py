"""What can be done to people, organisations and their way into scopes."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import save_record
from coe_hub.people.models import GlobalRole, Organisation, Person, PersonLanguage, Scope, ScopeGrant, Site, User
from coe_hub.vocabulary.models import Access, Language

# From most to least: the role a person keeps where several would open the same scope.
_STRENGTH = [Access.LEAD, Access.SPONSOR, Access.TEAM, Access.VIEWER]


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


@transaction.atomic
def set_preferences(*, user: User, language: str = "", theme: str = "") -> None:
    """Keep the language or theme on the account; an empty one stays as it is."""
    user.language = language or user.language
    user.theme = theme or user.theme
    user.save(update_fields=["language", "theme"])


@transaction.atomic
def edit_profile(
    *, user: User, version: int, person: dict[str, Any], languages: Iterable[Language], account: dict[str, Any]
) -> None:
    """Write what a member says of themself. Raises `LostUpdateError` where the person was saved since `version`."""
    edit_record(record=user.person, version=version, values=person)
    set_languages(person=user.person, languages=languages)
    for name, value in account.items():
        setattr(user, name, value)
    user.full_clean()
    user.save(update_fields=list(account))


@transaction.atomic
def edit_account(*, account: User, roles: Iterable[str], is_active: bool, by: User) -> None:
    """Set what an account may do. Raises `DomainError` where an admin would lock themself out."""
    roles = sorted(set(roles))
    if account.pk == by.pk and (not is_active or GlobalRole.ADMIN not in roles):
        raise DomainError(_("You cannot take your own admin role or sign-in away. Ask another admin."))
    account.roles, account.is_active = roles, is_active
    account.full_clean()
    account.save(update_fields=["roles", "is_active"])


@transaction.atomic
def open_scope(*, scope: Scope, person: Person, roles: Iterable[str]) -> None:
    """Give the person the strongest of `roles` on the scope; with no roles, close it to them."""
    best = min(roles, key=_STRENGTH.index, default=None)  # type: ignore[arg-type]
    if best is None:
        ScopeGrant.objects.filter(scope=scope, person=person).delete()
    else:
        ScopeGrant.objects.update_or_create(scope=scope, person=person, defaults={"role": best})
