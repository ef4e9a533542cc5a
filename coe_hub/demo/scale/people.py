"""The company at scale, its partners, and five people whose pages are measured."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.models import Model

from coe_hub.demo.scale.words import Writer
from coe_hub.lib.access import GlobalRole
from coe_hub.people.models import Organisation, Person, User
from coe_hub.vocabulary.models import Function

_CHUNK = 2_000
# By what they come for; each with an account scale-<name>@hub.example.
NAMED: dict[str, list[str]] = {
    "scientist": [],
    "manager": [GlobalRole.ALLIANCE_MANAGER],
    "committee": [GlobalRole.COMMITTEE],
    "curator": [GlobalRole.CURATOR],
    "auditor": [GlobalRole.AUDITOR],
}


@dataclass(frozen=True)
class Company:
    """Who is there: `named` by role, `managers` lead alliances, `colleagues` work on them, and partners."""

    own: Organisation
    partners: list[Organisation]
    named: dict[str, User]
    managers: list[Person]
    colleagues: list[Person]
    contacts: list[Person]
    curators: list[User]


def address(role: str) -> str:
    """With which one of the five signs in."""
    return f"scale-{role}@hub.example"


def write(model: type[Model], rows: Iterable[Any]) -> list[Any]:
    """Write the rows, so many at a time; all of them, with their ids."""
    written: list[Any] = []
    waiting: Iterator[Any] = iter(rows)
    while some := list(islice(waiting, _CHUNK)):
        written += model._default_manager.bulk_create(some)
    return written


def found(writer: Writer, *, alliances: int) -> Company:
    """Write so many people and organisations that each colleague works on some seven alliances."""
    own = Organisation.objects.create(name="Kestrel at Scale", is_public=True)
    partners = write(
        Organisation, (Organisation(name=writer.organisation(place)) for place in range(alliances // 4 + 5))
    )
    functions = list(Function.objects.order_by("pk"))

    def person(organisation: Organisation, email: str = "") -> Person:
        family, given = writer.person()
        function = writer.chance.choice(functions)
        return Person(
            family_name=family,
            given_name=given,
            organisation=organisation,
            function=function,
            email=email,
            is_public=organisation is own,
        )

    named = dict(zip(NAMED, write(Person, (person(own, address(role)) for role in NAMED)), strict=True))
    managers = write(Person, (person(own, f"scale-manager-{at}@hub.example") for at in range(alliances // 33 + 2)))
    colleagues = write(Person, (person(own, f"scale-{at}@hub.example") for at in range(alliances // 4 + 5)))
    curators = write(Person, (person(own, f"scale-curator-{at}@hub.example") for at in range(4)))
    contacts = write(Person, (person(one) for one in partners for _ in range(2)))
    password = make_password(settings.DEMO_PASSWORD)
    roles = [(one, NAMED[role]) for role, one in named.items()]
    roles += [(one, [GlobalRole.ALLIANCE_MANAGER]) for one in managers]
    roles += [(one, [GlobalRole.CURATOR]) for one in curators]
    roles += [(one, []) for one in colleagues]
    users = write(User, (User(email=one.email, person=one, password=password, roles=held) for one, held in roles))
    write(EmailAddress, (EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in users))
    by_role = {role: users[place] for place, role in enumerate(NAMED)}
    keep = [one for one in users if GlobalRole.CURATOR in one.roles]
    return Company(own, partners, by_role, managers, colleagues, contacts, keep)
