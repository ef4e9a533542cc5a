"""Many at once asked in: pasted addresses or rows of a spreadsheet, looked at, then invited all."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from coe_hub.lib.addresses import one_address
from coe_hub.lib.text import as_seen
from coe_hub.people.accounts.invitations import invite
from coe_hub.people.directory.actions import create_person
from coe_hub.people.directory.names import parted
from coe_hub.people.models import Invitation, Person, User

MOST = 300
_ADDRESS = re.compile(r"[^\s<>,;:\"'()|]+@[^\s<>,;:\"'()|]+")
_BETWEEN = re.compile(r"[\t;|]|,(?=\s*[^\s@]+@)|(?<=>),")
# What a heading says of the column below it, as lists call it.
_COLUMNS = {
    "family": ("family name", "last name", "surname", "family", "姓"),
    "given": ("given name", "first name", "forename", "given", "名"),
}


@dataclass
class Guest:
    """Somebody who may be invited: `person` is on record already; `problem` says why they cannot be."""

    name: str
    email: str
    person: Person | None = None
    problem: str = ""
    note: str = ""


def read_guests(text: str, *, by: User) -> list[Guest]:
    """Each address of the text once, with the name that stands beside it, else as the address tells it."""
    lines = [line for line in text.splitlines() if line.strip()]
    order = _order(lines[0]) if lines and "@" not in lines[0] else {}
    guests: dict[str, Guest] = {}
    for line in lines:
        for name, address in _pairs(line, order):
            email = one_address(address.rstrip("."))
            guests.setdefault(email, Guest(name or name_of(email), email))
    found = list(guests.values())
    _look_up(found, by)
    return found


def _order(heading: str) -> dict[str, int]:
    cells = [as_seen(cell) for cell in heading.split("\t")]
    return {part: cells.index(name) for part, names in _COLUMNS.items() for name in names if name in cells}


def _pairs(line: str, order: dict[str, int]) -> Iterable[tuple[str, str]]:
    """Names and addresses of a line: `Anna Keller <anna@…>; …`, or the cells of one row."""
    cells = line.split("\t")
    if len(order) == len(_COLUMNS) and len(cells) > max(order.values()):
        if address := _ADDRESS.search(line):
            yield f"{cells[order['family']].strip()}, {cells[order['given']].strip()}", address.group()
        return
    waiting: list[str] = []
    for piece in _BETWEEN.split(line):
        address = _ADDRESS.search(piece)
        rest = _ADDRESS.sub(" ", piece).strip(" <>\"'(),")
        if rest:
            waiting.append(rest)
        if address:
            yield " ".join(waiting[:2]), address.group()
            waiting = []


def name_of(email: str) -> str:
    """A name as an address tells it."""
    words = [word for word in re.split(r"[._\-+0-9]+", email.split("@")[0]) if word]
    return " ".join(word.capitalize() for word in words)


def _look_up(guests: Sequence[Guest], by: User) -> None:
    """Who is known, who is in already, and whom a mail would not reach."""
    emails = [one.email for one in guests]
    taken = set(User.objects.filter(email__in=emails).values_list("email", flat=True))
    waiting = set(Invitation.objects.filter(email__in=emails, accepted_at__isnull=True).values_list("email", flat=True))
    people = Person.objects.visible_to(by).active().select_related("user", "organisation")
    known = {one.email.lower(): one for one in people.filter(email__in=emails)}
    known |= {one.user.email.lower(): one for one in people.filter(user__email__in=emails)}
    for one in guests:
        one.person = known.get(one.email.lower()) or _of_name(people, one, by)
        if one.person:
            one.name = one.person.display_name
        try:
            validate_email(one.email)
        except ValidationError:
            one.problem = _("This is no e-mail address.")
        if one.email in taken or (one.person and hasattr(one.person, "user")):
            one.problem = _("Has an account already.")
        elif one.email in waiting:
            one.note = _("Was invited before; the earlier link ends.")
        elif not one.problem:
            one.note = "" if one.person else _("Is added to the people of your organisation.")


def _of_name(people: Any, guest: Guest, by: User) -> Person | None:
    """The one colleague of that name whose address is not known yet."""
    name = parted(guest.name)
    found = people.filter(
        name_keys__names=f"{name.given} {name.family}".strip(),
        organisation=by.person.organisation_id,
        email="",
        user__isnull=True,
    )
    rows = list(found[:2])
    return rows[0] if len(rows) == 1 else None


@transaction.atomic
def invite_all(
    *, guests: Iterable[Guest], roles: list[str], language: str, by: User, reason: str = ""
) -> list[Invitation]:
    """Ask everybody in who can be; whoever is not known yet comes to be known as a colleague of `by`."""
    return [
        invite(
            person=one.person or _made(one, by), email=one.email, roles=roles, language=language, by=by, reason=reason
        )
        for one in guests
        if not one.problem
    ]


def _made(guest: Guest, by: User) -> Person:
    name = parted(guest.name)
    return create_person(
        family_name=name.family[:80],
        given_name=name.given[:80],
        email=guest.email,
        organisation=by.person.organisation,
        is_public=True,
    )


def without_account(user: User) -> str:
    """Colleagues with an address and without an account, a line each."""
    people = (
        Person.objects.visible_to(user).active().filter(organisation=user.person.organisation_id, user__isnull=True)
    )
    invited = Invitation.objects.filter(accepted_at__isnull=True).values("person")
    rows = people.exclude(email="").exclude(pk__in=invited)
    return "\n".join(f"{one.display_name} <{one.email}>" for one in rows.order_by("sort_key", "pk")[:MOST])
