"""Where an issue goes that climbed: onto the agenda of the next meeting of its level, told by the rooms above."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from alliances.issues.models import Issue, Level
from coe_hub.people.models import User


@dataclass(frozen=True)
class Agenda:
    """A meeting that will speak of an issue: what it is called, in words for pages, and its address."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Agendas:
    """How a room above puts issues onto agendas. `next_of(issue, level)` is the meeting it would be, None where there
    is none; `put(issue, level, by)` does it."""

    next_of: Callable[[Issue, Level], Agenda | None]
    put: Callable[[Issue, Level, User | None], Agenda | None]


_registered: list[Agendas] = []


def register(agendas: Agendas) -> None:
    """Add a room's agendas; called once, at start."""
    _registered.append(agendas)


def forget(agendas: Agendas) -> None:
    """Take them away again, as tests do with theirs."""
    _registered.remove(agendas)


def _first(found: Iterator[Agenda | None]) -> Agenda | None:
    return next((one for one in found if one), None)


def next_agenda(issue: Issue, level: Level) -> Agenda | None:
    """The meeting that would speak of the issue on that level; None where none is planned."""
    return _first(one.next_of(issue, level) for one in _registered)


def put_on_agenda(issue: Issue, level: Level, by: User | None) -> Agenda | None:
    """Put it there; None where no meeting is planned."""
    return _first(one.put(issue, level, by) for one in _registered)
