"""What the rooms above show on a committee's page: its meetings, its decisions. A register they fill at start."""

from collections.abc import Callable, Iterable
from datetime import date

from alliances.core.parts import Panel
from coe_hub.people.models import User
from governance.committees.models import Committee

Panels = Callable[[Committee, User, date, bool], Iterable[Panel]]
_registered: list[Panels] = []


def register(panels: Panels) -> None:
    """Add a function that returns, of a committee, for a reader and a day, and whether they may change it, the pieces
    that a room shows there."""
    _registered.append(panels)


def shown_on(committee: Committee, user: User, today: date, *, may_edit: bool) -> list[Panel]:
    """The pieces of all rooms, in the order of their places."""
    found = [panel for of_room in _registered for panel in of_room(committee, user, today, may_edit)]
    return sorted(found, key=lambda panel: panel.place)
