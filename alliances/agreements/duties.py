"""What is owed under an agreement, told by the room above: which of it outlives the agreement, and which days follow
those of the agreement."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from alliances.agreements.models import Agreement, Ending
from alliances.core.models import Alliance
from alliances.core.parts import Panel
from coe_hub.people.models import User


@dataclass(frozen=True)
class Duty:
    """Something owed under an agreement, as whoever ends that is asked about it. `usually_survives`: duties of its kind
    outlive an agreement as a rule."""

    key: str
    title: str
    text: str
    usually_survives: bool


@dataclass(frozen=True)
class Register:
    """How the room that knows what is owed is asked.

    `panel(agreement, user, may_add)` is what the agreement's page says of it. `under(agreement, user)` is what is still
    owed under an agreement and its amendments, as far as the user may change it. `settle(ending, lapsing, surviving)`
    writes down which of these end with it. `follow(alliance, by, cause)` works the days out anew, after the days of the
    agreement `cause`, or how it ends, were written.
    """

    panel: Callable[[Agreement, User, bool], Panel]
    under: Callable[[Agreement, User], list[Duty]]
    settle: Callable[[Ending, Collection[str], Collection[str]], None]
    follow: "Callable[[Alliance, User | None, Agreement], None]"


_registered: list[Register] = []


def register(one: Register) -> None:
    """Called once, at start."""
    _registered.append(one)


def panels_of(agreement: Agreement, user: User, *, may_add: bool) -> list[Panel]:
    """What the agreement's page says of what is owed under it."""
    return [one.panel(agreement, user, may_add) for one in _registered]


def duties_under(agreement: Agreement, user: User) -> list[Duty]:
    """What is still owed under it, as far as the user may change that."""
    return [duty for one in _registered for duty in one.under(agreement, user)]


def settle_duties(ending: Ending, *, lapsing: Collection[str], surviving: Collection[str]) -> None:
    """Let the duties of these keys end with the agreement, those not; of others nobody was asked."""
    for one in _registered:
        one.settle(ending, lapsing, surviving)


def let_days_follow(agreement: Agreement, by: User | None) -> None:
    """The days of the agreement, or how it ends, were written: what is counted from them follows."""
    for one in _registered:
        one.follow(agreement.alliance, by, agreement)
