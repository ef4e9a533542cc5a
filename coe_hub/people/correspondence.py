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
    """Where the person reads mail: the account's address, else the one in the directory; "" where neither is known."""
    user = getattr(person, "user", None)
    return user.email if user and user.is_active else person.email


def as_guest(person: Person, *, time_zone: str) -> Guest:
    """The person as a guest of a meeting. Needs `with_address`.

    Who has an account has chosen language and clock. Others are written to in the first of their languages that the
    hub speaks, else in English, on the clock of their site, else on that of the meeting, `time_zone`.
    """
    user = getattr(person, "user", None)
    known = sorted(person.language_rows.all(), key=lambda row: row.pk)
    spoken = [row.language.code for row in known if row.language.code in _LANGUAGES]
    return Guest(
        name=lazy(lambda: person.display_name, str)(),
        email=email_of(person),
        language=user.language if user else next(iter(spoken), settings.LANGUAGE_CODE),
        time_zone=user.time_zone if user else person.site.time_zone if person.site else time_zone,
    )


def as_guests(people: Iterable[Person], *, time_zone: str) -> list[Guest]:
    """As `as_guest`, for several; who has no address is left out."""
    return [as_guest(person, time_zone=time_zone) for person in people if email_of(person)]
