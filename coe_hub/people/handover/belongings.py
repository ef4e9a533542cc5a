"""What hangs on a person, told by the rooms that own it: what they lead, do, look after, called for.

A room registers, at start, one `Belonging` for each kind. It says what a person holds, whoever asks: who may be told of
it is decided here, by the scope that it stands in.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from coe_hub.lib.access import GlobalRole
from coe_hub.people.models import Person, Sight, User


@dataclass(frozen=True)
class Held:
    """One thing that somebody holds. Without a scope every member may know of it.

    `mail_title` is what may leave the hub; `detail` says as what they hold it, where the kind does not.
    """

    kind: str
    object_id: int
    title: str
    mail_title: str
    url: str
    scope_id: int | None = None
    detail: "str | Promise" = ""

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return f"{self.kind}-{self.object_id}"


@dataclass(frozen=True)
class Giving:
    """Some things of one kind that go from one person to another. `keeps`: who gives stays on the team."""

    object_ids: Sequence[int]
    giver: Person
    taker: Person
    keeps: bool
    by: User


@dataclass(frozen=True)
class Belonging:
    """One kind of thing that somebody can hold, in the order of `place`. `held(person)` is all they hold of it;
    `give(giving)` lets it go over, in the transaction of whoever calls."""

    kind: str
    place: int
    label: Promise
    held: Callable[[Person], Iterable[Held]]
    give: Callable[[Giving], None]


_belongings: dict[str, Belonging] = {}


def register(belonging: Belonging) -> None:
    """Add a kind of thing; called once, at start, by the room that owns it."""
    _belongings[belonging.kind] = belonging


def belongings() -> list[Belonging]:
    """Every kind, in the order in which they are listed."""
    return sorted(_belongings.values(), key=lambda one: (one.place, one.kind))


@dataclass(frozen=True)
class Holdings:
    """What hangs on a person as one reader may see it; `hidden` are things of scopes closed to them, to be counted
    and never named."""

    shown: Sequence[Held]
    hidden: Sequence[Held]

    def groups(self) -> list[tuple[Belonging, list[Held]]]:
        """What is shown, by its kind."""
        found = [(kind, [one for one in self.shown if one.kind == kind.kind]) for kind in belongings()]
        return [(kind, rows) for kind, rows in found if rows]

    def within(self, scope_id: int) -> "Holdings":
        """Of it, what stands in that scope."""
        return Holdings([one for one in self.shown if one.scope_id == scope_id], [])


def holdings(person: Person, *, user: User) -> Holdings:
    """All that hangs on `person`, parted into what `user` may see and what they may not; a few queries."""
    every = [held for kind in belongings() for held in kind.held(person)]
    scopes = {one.scope_id for one in every if one.scope_id is not None}
    sight = Sight.of(people=[user.person_id], scopes=scopes)
    shown = [one for one in every if one.scope_id is None or sight.reaches(user.person_id, one.scope_id)]
    return Holdings(shown, [one for one in every if one not in shown])


def may_hand_over(user: User, person: Person) -> bool:
    """Whether `user` may let what hangs on `person` go over to others: it is theirs, or they are an admin."""
    return user.may_write and (user.person_id == person.pk or user.has_role(GlobalRole.ADMIN))
