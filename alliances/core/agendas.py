"""The alliance's meetings, and what a room of the wing wants talked about at the next; rooms above have them and do it.

Where nothing is registered, or no meeting is planned, pages offer nothing. What is confidential to our side, such as
internal alignment, never comes here: partners read agendas, and somebody of theirs may be asked to any meeting later.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from alliances.core.models import Alliance
from coe_hub.people.models import User


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
class MeetingDay:
    """A meeting on the alliance's timeline: its day there, whose it is, how far it is in words, and its address."""

    day: date
    committee: str
    state: str
    is_held: bool
    url: str


@dataclass(frozen=True)
class Agendas:
    """How a room above does it. `next_of(alliance)` is the next meeting, None where none is planned; `put(alliance,
    topics)` puts them on its agenda, each once; `days(user, alliance, first, last)` are its meetings in these days, as
    far as the user sees them."""

    next_of: Callable[[Alliance], NextMeeting | None]
    put: Callable[[Alliance, Collection[Topic]], NextMeeting | None]
    days: Callable[[User, Alliance, date, date], Collection[MeetingDay]]


_registered: list[Agendas] = []


def register(agendas: Agendas) -> None:
    """Add a room's agendas; called once, at start."""
    _registered.append(agendas)


def next_meeting(alliance: Alliance) -> NextMeeting | None:
    """The alliance's next meeting; None where none is planned."""
    return next((found for one in _registered if (found := one.next_of(alliance))), None)


def meeting_days(user: User, alliance: Alliance, first: date, last: date) -> list[MeetingDay]:
    """Its meetings from `first` to `last` that the user sees."""
    return [day for one in _registered for day in one.days(user, alliance, first, last)]


def put_on_agenda(alliance: Alliance, topics: Collection[Topic]) -> NextMeeting | None:
    """Put these on the next meeting's agenda, each once; None where none is planned. Raises `DomainError` where its
    agenda is closed."""
    return next((found for one in _registered if (found := one.put(alliance, topics))), None)
