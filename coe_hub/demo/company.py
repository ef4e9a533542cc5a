"""Who the demo company and its partners are: organisations, sites, people, accounts."""

from dataclasses import dataclass
from typing import Any, TypeVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.models import Model

from coe_hub.demo import data
from coe_hub.lib.history import acting
from coe_hub.people.models import Organisation, Person, PersonLanguage, Site, User
from coe_hub.vocabulary.models import Function, Language, Word

# The account that, in the demo's story, entered everybody else.
ADMIN = "admin@hub.example"
# Parents of partners: party to nothing, so nothing else would make them visible.
_KNOWN_TO_ALL = {"brightfen", "quillon"}

_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True)
class Company:
    """What the alliances refer to, by key of the data."""

    organisations: dict[str, Organisation]
    our_organisations: set[str]
    people: dict[str, Person]
    organisation_of: dict[str, str]
    users: dict[str, User]


def by_code(model: type[Word]) -> dict[str, Any]:
    """A vocabulary's words by code."""
    return {word.code: word for word in model._default_manager.all()}


def found_company() -> Company:
    """Create all organisations, sites, people and accounts. Run inside a transaction, with the starter words there."""
    with acting(by=None):
        organisations = _organisations()
        sites = _sites(organisations)
    rows = data.people()
    ours = {row["key"] for row in data.organisations() if row["ours"]}
    admin_rows = [row for row in rows if row["email"] == ADMIN]
    other_rows = [row for row in rows if row["email"] != ADMIN]
    password = make_password(settings.DEMO_PASSWORD)  # once: hashing it for each account would take half a minute
    people: dict[str, Person] = {}
    users: dict[str, User] = {}
    admin: User | None = None
    for some in (admin_rows, other_rows):
        with acting(by=admin):
            people |= _people(some, organisations=organisations, sites=sites, ours=ours)
            users |= _accounts(some, people=people, password=password)
        admin = users[admin_rows[0]["key"]]
    return Company(
        organisations=organisations,
        our_organisations=ours,
        people=people,
        organisation_of={row["key"]: row["organisation"] for row in rows},
        users=users,
    )


def _create(model: type[_Row], rows: dict[str, _Row]) -> dict[str, _Row]:
    """Write the rows in one statement; they come back with their ids."""
    model._default_manager.bulk_create(rows.values())
    return rows


def _organisations() -> dict[str, Organisation]:
    made: dict[str, Organisation] = {}
    rows = data.organisations()
    for level in (
        [row for row in rows if "parent" not in row],
        [row for row in rows if "parent" in row],
    ):
        made |= _create(
            Organisation,
            {
                row["key"]: Organisation(
                    name=row["name"],
                    local_name=row.get("local_name", ""),
                    reading=row.get("reading", ""),
                    kind=row["kind"],
                    country=row["country"],
                    website=row["website"],
                    parent=made[row["parent"]] if "parent" in row else None,
                    is_public=row["ours"] or row["key"] in _KNOWN_TO_ALL,
                )
                for row in level
            },
        )
    return made


def _sites(organisations: dict[str, Organisation]) -> dict[str, Site]:
    return _create(
        Site,
        {
            row["key"]: Site(
                organisation=organisations[row["organisation"]],
                name=row["name"],
                local_name=row.get("local_name", ""),
                city=row["city"],
                country=row["country"],
                subdivision=row["subdivision"],
                time_zone=row["time_zone"],
            )
            for row in data.sites()
        },
    )


def _people(
    rows: list[data.PersonData],
    *,
    organisations: dict[str, Organisation],
    sites: dict[str, Site],
    ours: set[str],
) -> dict[str, Person]:
    functions, languages = by_code(Function), by_code(Language)
    people = _create(
        Person,
        {
            row["key"]: Person(
                family_name=row["family_name"],
                given_name=row["given_name"],
                latin_name=row["latin_name"],
                reading=row["reading"],
                organisation=organisations[row["organisation"]],
                site=sites[row["site"]] if row["site"] else None,
                function=functions[row["function"]],
                job_title=row["job_title"],
                local_job_title=row.get("job_title_ja", ""),
                email=row["email"],
                about=row.get("about", ""),
                is_public=row["organisation"] in ours,
            )
            for row in rows
        },
    )
    PersonLanguage.objects.bulk_create(
        PersonLanguage(person=people[row["key"]], language=languages[code]) for row in rows for code in row["languages"]
    )
    return people


def _accounts(rows: list[data.PersonData], *, people: dict[str, Person], password: str) -> dict[str, User]:
    users = _create(
        User,
        {
            row["key"]: User(
                email=row["email"],
                person=people[row["key"]],
                password=password,
                roles=row["account"]["roles"],
                language=row["account"]["language"],
                time_zone=row["account"]["time_zone"],
            )
            for row in rows
            if "account" in row
        },
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users.values()
    )
    return users
