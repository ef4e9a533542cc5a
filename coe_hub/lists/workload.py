"""What is open with each person: how many alliances they lead, obligations, action items, meetings. Counts alone, never
what of it is late, and never in the order of the counts.

A room registers a `Load` for each kind. Counted is what the reader may see, so that nobody learns of a hidden alliance.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise

from coe_hub.people.models import Person, User


@dataclass(frozen=True)
class Load:
    """One kind of open item. `rows(user)` are those that the user sees, `person` the way from one to whoever has it.
    `url_name` and `query` lead to a list of them, narrowed to a person by `by`; without them there is none."""

    code: str
    place: int
    label: Promise
    rows: Callable[[User], Any]
    person: str
    url_name: str = ""
    by: str = ""
    query: str = ""

    def url(self, person: Person) -> str:
        """The list of somebody's."""
        if not self.url_name:
            return ""
        narrowed = urlencode({self.by: person.public_id})
        return f"{reverse(self.url_name)}?{self.query}{narrowed}"


_loads: dict[str, Load] = {}


def register(load: Load) -> None:
    """Add a kind; called once, at start, by the room that owns it."""
    _loads[load.code] = load


def loads() -> list[Load]:
    """Every kind, in the order of its place."""
    return sorted(_loads.values(), key=lambda one: (one.place, one.code))


@dataclass(frozen=True)
class Cell:
    """How many of one kind somebody has, and where they stand; the address is empty where there is no such list."""

    load: Load
    count: int
    url: str


def workload(user: User, people: Iterable[Person]) -> list[tuple[Person, list[Cell]]]:
    """Each of these people with what is open with them, as far as the user sees it: one query a kind."""
    wanted = list(people)
    counted = {load.code: _counted(load, user, [one.pk for one in wanted]) for load in loads()}
    return [
        (
            person,
            [
                Cell(load, count, load.url(person) if count else "")
                for load in loads()
                for count in [counted[load.code].get(person.pk, 0)]
            ],
        )
        for person in wanted
    ]


def _counted(load: Load, user: User, ids: Collection[int]) -> dict[int, int]:
    seen = load.rows(user).order_by()
    rows = seen.model._default_manager.order_by().filter(pk__in=seen.values("pk"), **{f"{load.person}__in": ids})
    return dict(rows.values_list(load.person).annotate(number=Count("pk")))
