"""Accounts, as directories speak of users."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from coe_hub.identity.directory import close, directory_account, open_again
from coe_hub.identity.group_roles import settle_roles
from coe_hub.identity.models import DirectoryAccount, DirectoryMember
from coe_hub.identity.scim.errors import ScimError, invalid, taken
from coe_hub.identity.scim.filters import Asked
from coe_hub.identity.scim.values import boolean, mapping, rows, text
from coe_hub.lib.addresses import one_address
from coe_hub.lib.places import time_zones
from coe_hub.lib.text import has_japanese
from coe_hub.people.accounts.addresses import change_address
from coe_hub.people.accounts.vouched import Vouched, account_of
from coe_hub.people.directory.actions import edit_person
from coe_hub.people.directory.names import parted
from coe_hub.people.models import PersonValues, User

SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User"
FILTERS = ("userName", "externalId", "id", "emails.value", 'emails[type eq "work"].value')
KNOWN = tuple(one.lower() for one in FILTERS)


@dataclass(frozen=True)
class Sent:
    """What a directory says of a user; None of what it says nothing."""

    user_name: str | None
    external_id: str | None
    is_active: bool | None
    family_name: str | None
    given_name: str | None
    whole_name: str | None
    email: str | None
    job_title: str | None
    language: str | None
    time_zone: str | None


def users() -> QuerySet[User]:
    """Accounts that the directory may know of: all but those kept for emergencies and those it has removed."""
    found = User.objects.select_related("person", "directory_account").prefetch_related("directory_groups__group")
    return found.exclude(email__in=settings.BREAK_GLASS_ADMINS).exclude(directory_account__removed_at__isnull=False)


def narrowed(asked: Asked) -> QuerySet[User]:
    """Those that a list asks for, in an order that stays."""
    value, found = asked.value, users().order_by("pk")
    if asked.attribute == "username":
        own = Q(directory_account__isnull=True) | Q(directory_account__user_name="")
        return found.filter(Q(directory_account__user_name__iexact=value) | (own & Q(email=one_address(value))))
    if asked.attribute == "externalid":
        return found.filter(directory_account__external_id=value) if value else found.none()
    if asked.attribute == "id":
        return found.filter(person__public_id=value)
    return found.filter(email=one_address(value)) if asked.attribute else found


def user_of(key: str) -> User:
    """The account of that id. Raises `ScimError`."""
    found = users().filter(person__public_id=key).first()
    if found is None:
        raise ScimError(404, f"There is no user {key}.")
    return found


def told(user: User) -> dict[str, Any]:
    """What a directory is told of an account."""
    said = getattr(user, "directory_account", None)
    person = user.person
    family, given = person.family_name, person.given_name
    if person.latin_name:
        family, given, _note = parted(person.latin_name)
    return {
        "schemas": [SCHEMA],
        "id": person.public_id,
        **({"externalId": said.external_id} if said and said.external_id else {}),
        "userName": (said and said.user_name) or user.email,
        "active": user.is_active,
        "displayName": person.display_name,
        "name": {"formatted": f"{given} {family}".strip(), "familyName": family, "givenName": given},
        "title": person.job_title,
        "preferredLanguage": user.language,
        "timezone": user.time_zone,
        "emails": [{"value": user.email, "type": "work", "primary": True}],
        "groups": [
            {"value": one.group.public_id, "display": one.group.display_name} for one in user.directory_groups.all()
        ],
        "meta": {
            "resourceType": "User",
            "location": settings.HUB_URL + reverse("scim_user", args=[person.public_id]),
        },
    }


def as_small(user: User) -> dict[str, Any]:
    """The same, by names in small letters, for changes to be done to it."""
    found = mapping(told(user))
    return {**found, "name": mapping(found["name"]), "emails": rows(found["emails"])}


def read(body: Any) -> Sent:
    """What a request says. Raises `ScimError`."""
    given = mapping(body)
    name = mapping(given.get("name") or {})

    def said(source: dict[str, Any], key: str) -> str | None:
        return text(source[key], key) if source.get(key) is not None else None

    return Sent(
        user_name=said(given, "username"),
        external_id=said(given, "externalid"),
        is_active=boolean(given["active"], "active") if given.get("active") is not None else None,
        family_name=said(name, "familyname"),
        given_name=said(name, "givenname"),
        whole_name=said(name, "formatted") or said(given, "displayname"),
        email=_email(given.get("emails")),
        job_title=said(given, "title"),
        language=said(given, "preferredlanguage") or said(given, "locale"),
        time_zone=said(given, "timezone"),
    )


def _email(given: Any) -> str | None:
    """Of several addresses the primary one, else the one at work, else the first."""
    if not given:
        return None
    found = [
        one if isinstance(one, dict) else {"value": one} for one in (given if isinstance(given, list) else [given])
    ]
    found = [mapping(one) for one in found]

    def rank(one: dict[str, Any]) -> tuple[bool, bool]:
        return (str(one.get("primary", "")).lower() != "true", one.get("type") != "work")

    first = sorted(found, key=rank)[0]
    return one_address(text(first.get("value"), "emails.value")) or None


def _valid(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError as error:
        raise invalid("An e-mail address is needed, as emails of the type work or as userName.") from error
    return email


@transaction.atomic
def make(body: Any) -> User:
    """A new account, by the rules by which people come in otherwise. Raises `ScimError`."""
    sent = read(body)
    if not sent.user_name:
        raise invalid("userName is needed.")
    email = _valid(sent.email or one_address(sent.user_name))
    _refuse_name(sent.user_name, but=None)
    found = User.objects.select_related("directory_account").filter(email__iexact=email).first()
    said = getattr(found, "directory_account", None)
    if found is not None and (found.is_break_glass or said is None or said.removed_at is None):
        raise taken("There is an account with this e-mail already.")
    user = account_of(
        Vouched(
            email=email,
            family_name=sent.family_name or "",
            given_name=sent.given_name or "",
            whole_name=sent.whole_name or "",
            job_title=sent.job_title or "",
            language=_language(sent.language),
            time_zone=sent.time_zone or "",
        )
    )
    DirectoryAccount.objects.update_or_create(
        user=user,
        defaults={"user_name": sent.user_name, "external_id": sent.external_id or "", "removed_at": None},
    )
    return _settled(user, sent)


@transaction.atomic
def write(user: User, sent: Sent) -> User:
    """Change an account to what was sent; what was not sent stays. Raises `ScimError`, and `DomainError` and
    `ValidationError` as the actions do."""
    said = directory_account(user)
    _write_address(user, said, sent)
    fields = []
    if sent.user_name and sent.user_name != said.user_name:
        _refuse_name(sent.user_name, but=user)
        said.user_name = sent.user_name
        fields.append("user_name")
    if sent.external_id is not None and sent.external_id != said.external_id:
        said.external_id = sent.external_id
        fields.append("external_id")
    if fields:
        said.full_clean()
        said.save(update_fields=fields)
    _write_person(user, sent)
    _write_preferences(user, sent)
    return _settled(user, sent)


def _write_address(user: User, said: DirectoryAccount, sent: Sent) -> None:
    """A new address; where only the user name is new, and was the address, it is one as well."""
    email = sent.email
    was = said.user_name or user.email
    is_renamed = sent.user_name is not None and sent.user_name.lower() != was.lower()
    if is_renamed and was.lower() == user.email and email in (None, user.email) and "@" in str(sent.user_name):
        email = one_address(str(sent.user_name))
    if email and email != user.email:
        change_address(account=user, email=_valid(email), by=user)


def _write_person(user: User, sent: Sent) -> None:
    person = user.person
    values: PersonValues = {}
    now = told(user)["name"]
    family, given = sent.family_name or now["familyName"], sent.given_name or now["givenName"]
    if (family, given) != (now["familyName"], now["givenName"]):
        if has_japanese(person.family_name) and not has_japanese(family):
            values["latin_name"] = f"{given} {family}".strip()
        else:
            values |= {"family_name": family, "given_name": given}
    if sent.job_title is not None and sent.job_title != person.job_title:
        values["job_title"] = sent.job_title
    if values:
        edit_person(person=person, version=person.version, **values)


def _write_preferences(user: User, sent: Sent) -> None:
    """Language and clock as long as they are as new accounts have them: from then on they are the member's own."""
    fields = []
    if (language := _language(sent.language)) and user.last_login is None and language != user.language:
        user.language = language
        fields.append("language")
    if sent.time_zone in time_zones() and user.last_login is None and sent.time_zone != user.time_zone:
        user.time_zone = str(sent.time_zone)
        fields.append("time_zone")
    if fields:
        user.save(update_fields=fields)


def _language(given: str | None) -> str:
    """“ja-JP” as the hub calls it; empty for a language that it does not speak."""
    code = (given or "").replace("_", "-").split("-")[0].lower()
    return code if code in dict(settings.LANGUAGES) else ""


def _refuse_name(user_name: str, *, but: User | None) -> None:
    others = DirectoryAccount.objects.filter(user_name__iexact=user_name)
    if others.exclude(user=but).exists():
        raise taken("There is a user with this userName already.")


def _settled(user: User, sent: Sent) -> User:
    if sent.is_active is False:
        close(user)
    elif sent.is_active:
        open_again(user)
    settle_roles(user)
    return user_of(user.person.public_id)


@transaction.atomic
def remove(user: User) -> None:
    """The directory forgets the account: it is closed, with all that it wrote kept, and out of all groups."""
    close(user)
    DirectoryMember.objects.filter(user=user).delete()
    said = directory_account(user)
    said.user_name, said.external_id, said.removed_at = "", "", timezone.now()
    said.save(update_fields=["user_name", "external_id", "removed_at"])
    settle_roles(user)
