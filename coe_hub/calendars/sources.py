"""What stands in a feed besides the due list: every room registers its own events that have an hour."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from coe_hub.lib.calendars.events import Event

if TYPE_CHECKING:
    from coe_hub.people.models import User

# `source(user, since, until)`: what the user takes part in and may see, in a constant number of queries.
Source = Callable[["User", datetime, datetime], Iterable[Event]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a kind of event; called once, at start, by the room that owns it."""
    _sources.append(source)


def events(user: "User", *, since: datetime, until: datetime) -> list[Event]:
    """Everything with an hour between `since` and `until` that concerns the user."""
    return [event for source in _sources for event in source(user, since, until)]
