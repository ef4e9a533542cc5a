"""What could be put on the agenda of a committee's next meeting, offered by the rooms below and above that know of it:
an issue that climbed, a decision that is due.

A room registers a function at start; the page of the agenda offers what it returns, one click each.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from coe_hub.people.models import User
from governance.committees.models import Committee
from governance.meetings.models import ItemKind


@dataclass(frozen=True)
class Proposal:
    """One thing that could be talked about: its title, what the committee is asked to do, where it comes from in words
    and by address (which tells whether it is on the agenda already), and why now."""

    title: str
    source_label: str
    source_url: str
    kind: ItemKind = ItemKind.DISCUSS
    why: str = ""


Proposals = Callable[[Committee, User, date], Iterable[Proposal]]
_registered: list[Proposals] = []


def register(proposals: Proposals) -> None:
    """Add a function that returns, of a committee, for a reader and a day, what could be put on its agenda."""
    _registered.append(proposals)


def proposals(committee: Committee, user: User, on: date) -> list[Proposal]:
    """All that rooms offer."""
    return [one for offered in _registered for one in offered(committee, user, on)]
