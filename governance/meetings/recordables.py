"""What can be written down in one line while a meeting runs: actions here, and what the rooms above add.

A room above registers a `Recordable` at start. Its line stands below each item on the page on which a meeting is run,
and what was written down stands in the minutes, on the page, in Word and PDF, and for partners.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.utils.functional import Promise

from coe_hub.people.models import User
from governance.committees.models import Charter
from governance.meetings.models import Meeting
from governance.meetings.quorum import Quorum


@dataclass(frozen=True)
class Recorded:
    """One thing that was written down: its sentence, who has it and by when in words, its page, the id of the agenda
    item it came up at (None at none) and, as help, what it still lacks."""

    code: str
    text: str
    detail: str
    url: str
    agenda_item: int | None
    lacks: str = ""


class LineForm(Protocol):
    """The form of one line: bound by `data`, with `action_values()` for `save`."""

    def __call__(self, data: Any, *, meeting: Meeting, user: User, prefix: str) -> forms.Form: ...


@dataclass(frozen=True)
class Recordable:
    """A kind of thing: its code, what one is called and what several are, its one-line form, how it is saved
    (`save(meeting=, agenda_item=, by=, **form.action_values())`, which raises `DomainError` or `ValidationError`), what
    of it a meeting has (`recorded(meeting)`, one query or two), and what is to be known before one is written down
    (`warns(quorum, charter)`; empty where there is nothing)."""

    code: str
    place: int
    label: Promise
    plural: Promise
    form: LineForm
    save: Callable[..., Any]
    recorded: Callable[[Meeting], Sequence[Recorded]]
    warns: "Callable[[Quorum, Charter | None], str]" = lambda _quorum, _charter: ""


_recordables: dict[str, Recordable] = {}


def register(recordable: Recordable) -> None:
    """Add a kind; called once, at start, by the room that owns it."""
    _recordables[recordable.code] = recordable


def recordables() -> list[Recordable]:
    """Every kind, in the order of their places."""
    return sorted(_recordables.values(), key=lambda one: one.place)


def find(code: str) -> Recordable | None:
    """The kind of that code."""
    return _recordables.get(code)


def recorded(meeting: Meeting) -> "list[tuple[Recordable, list[Recorded]]]":
    """All that was written down in a meeting, by kind."""
    return [(one, list(one.recorded(meeting))) for one in recordables()]
