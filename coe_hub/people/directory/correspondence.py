"""How people are written to: where, in which language, by which clock, whether they have an account or not."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import lazy

from coe_hub.lib.calendars.mails import Guest
from coe_hub.people.models import Person

_LANGUAGES = [code for code, _name in settings.LANGUAGES]


def with_address(people: "QuerySet[Person]") -> "QuerySet[Person]":
    """The people with all that `as_guest` reads."""
    return people.select_related("user", "site").prefetch_related("language_rows__language")


def email_of(person: Person) -> str:
    """Where the person reads mail: the account's address or, without an account, the one in the directory; "" where
    none is known, and where the account was closed: who left is written to no more."""
    if user := getattr(person, "user", None):
        return user.email if user.is_active else ""
    return person.email


def mail_language(person: Person) -> str:
    """The account's language; of people without an account the one they work in, of those that the hub speaks.

    Where they work in English and in another one, it is the other one if their name is written in its script. Asks
    nothing where the person was read by `with_address`.
    """
    if hasattr(person, "user"):
        return person.user.language
    works_in = {row.language.code for row in person.language_rows.all()}
    spoken = [code for code in _LANGUAGES if code in works_in]
    local = [code for code in spoken if code != settings.LANGUAGE_CODE]
    if local and (settings.LANGUAGE_CODE not in spoken or not person.family_name.isascii()):
        return local[0]
    return settings.LANGUAGE_CODE


def time_zone_of(person: Person, *, otherwise: str = "UTC") -> str:
    """The clock of the account, else of the site, else `otherwise`."""
    user = getattr(person, "user", None)
    return user.time_zone if user else person.site.time_zone if person.site else otherwise


def as_guest(person: Person, *, time_zone: str) -> Guest:
    """The person as a guest of a meeting, whose clock is `time_zone` where theirs is not known. Needs
    `with_address`."""
    return Guest(
        name=lazy(lambda: person.display_name, str)(),
        email=email_of(person),
        language=mail_language(person),
        time_zone=time_zone_of(person, otherwise=time_zone),
    )


def as_guests(people: Iterable[Person], *, time_zone: str) -> list[Guest]:
    """As `as_guest`, for several; who has no address is left out."""
    return [as_guest(person, time_zone=time_zone) for person in people if email_of(person)]
