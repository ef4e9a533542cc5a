"""What is on record of the people and alliances that a batch of rows names: read once a batch, in a few queries."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from alliances.core.models import Alliance, Member, Party, Side
from alliances.importing.lookups import Lookups
from coe_hub.people.models import Person


class Known:
    """People by address and by name, alliances by reference and by name, and who has which role on them.

    What is not seen by whoever imports is not there; alliances are those that they may change.
    """

    def __init__(self, lookups: Lookups) -> None:
        self.lookups = lookups
        self._by_address: dict[str, list[Person]] = {}
        self._by_name: dict[str, list[Person]] = {}
        self._by_reference: dict[str, list[Alliance]] = {}
        self._by_title: dict[str, list[Alliance]] = {}
        self._roles: dict[tuple[int, int], set[int]] = {}
        self._ours: set[tuple[int, int]] = set()

    def read(self, *, addresses: Iterable[str], names: Iterable[str], alliances: Iterable[str]) -> None:
        """Look up what these rows name; what was read before is forgotten."""
        self._read_people({one.lower() for one in addresses}, {key for one in names if (key := self.lookups.key(one))})
        self._read_alliances(set(alliances))

    def of_address(self, address: str) -> list[Person]:
        """Who has it, in their entry or to sign in."""
        return self._by_address.get(address.lower(), [])

    def of_name(self, name: str) -> list[Person]:
        """Who is called so, whatever the script, case and order."""
        return self._by_name.get(self.lookups.key(name), [])

    def alliances(self, text: str) -> Sequence[Alliance]:
        """The one of that reference; else those of that name."""
        return self._by_reference.get(text) or self._by_title.get(text.lower(), [])

    def roles(self, alliance: Alliance, person: Person) -> set[int]:
        """Which roles they have on it."""
        return self._roles.get((alliance.pk, person.pk), set())

    def is_ours(self, alliance: Alliance, organisation: int) -> bool:
        """Whether the organisation is on our side of it."""
        return (alliance.pk, organisation) in self._ours

    def _read_people(self, addresses: set[str], keys: set[str]) -> None:
        people: Any = Person.objects.visible_to(self.lookups.sight) if self.lookups.sight else Person.objects.all()
        people = people.active().annotate(mail=Lower("email"), sign_in=Lower("user__email"))
        meant = Q(mail__in=addresses) | Q(sign_in__in=addresses) | Q(name_keys__overlap=sorted(keys))
        rows = people.filter(meant).select_related("organisation", "user").order_by("pk")
        self._by_address, self._by_name = {}, {}
        for person in rows if addresses or keys else ():
            for address in {person.mail, person.sign_in} - {None, ""}:
                self._by_address.setdefault(address, []).append(person)
            for key in set(person.name_keys):
                self._by_name.setdefault(key, []).append(person)

    def _read_alliances(self, texts: set[str]) -> None:
        sight = self.lookups.sight
        rows: Any = Alliance.objects.editable_by(sight) if sight else Alliance.objects.all()
        rows = rows.active().annotate(title=Lower("name")).select_related("scope")
        rows = rows.filter(Q(reference__in=texts - {""}) | Q(title__in={text.lower() for text in texts}))
        self._by_reference, self._by_title, self._roles = {}, {}, {}
        found = list(rows.order_by("pk")) if texts else []
        for one in found:
            self._by_reference.setdefault(one.reference, []).append(one)
            self._by_title.setdefault(one.title, []).append(one)
        for alliance, person, role in Member.objects.filter(alliance__in=found).values_list(
            "alliance", "person", "role"
        ):
            self._roles.setdefault((alliance, person), set()).add(role)
        ours = Party.objects.filter(alliance__in=found, side=Side.OURS)
        self._ours = set(ours.values_list("alliance", "organisation"))
