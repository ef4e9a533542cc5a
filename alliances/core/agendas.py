"""What a room of the wing wants talked about at the alliance's next meeting; rooms above, which have meetings, do it.

Where nothing is registered, or no meeting is planned, pages offer nothing.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from alliances.core.models import Alliance


@dataclass(frozen=True)
class Topic:
    """One thing to talk about: its title, which everybody at the meeting reads, and where it comes from in words and
    by address, which tells whether it is on an agenda already."""

    title: str
    source_label: str
    source_url: str


@dataclass(frozen=True)
class NextMeeting:
    """A meeting that is planned: what it is called, its address, and which sources are on its agenda."""

    label: str
    url: str
    sources: Collection[str]


@dataclass(frozen=True)
class Agendas:
    """How a room above does it. `next_of(alliance, ours_only)` is the next meeting, None where none is planned;
    `put(alliance, ours_only, topics)` puts them on its agenda, each once. `ours_only` are meetings to which nobody of a
    partner is asked."""

    next_of: Callable[[Alliance, bool], NextMeeting | None]
    put: Callable[[Alliance, bool, Collection[Topic]], NextMeeting | None]


_registered: list[Agendas] = []


def register(agendas: Agendas) -> None:
    """Add a room's agendas; called once, at start."""
    _registered.append(agendas)


def next_meeting(alliance: Alliance, *, ours_only: bool = False) -> NextMeeting | None:
    """The alliance's next meeting; None where none is planned."""
    return next((found for one in _registered if (found := one.next_of(alliance, ours_only))), None)


def put_on_agenda(alliance: Alliance, topics: Collection[Topic], *, ours_only: bool = False) -> NextMeeting | None:
    """Put these on the next meeting's agenda, each once; None where none is planned. Raises `DomainError` where its
    agenda is closed."""
    return next((found for one in _registered if (found := one.put(alliance, ours_only, topics))), None)
