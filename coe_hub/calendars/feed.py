"""What a person's calendar is told: their part of the due list, and what has an hour.

A feed is what is true now. What was done, moved away, cancelled or hidden is no longer in it, and a subscribed
calendar drops it; see docs/decisions/0013-calendar-feeds-are-mirrors.md.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coe_hub import due
from coe_hub.calendars import sources
from coe_hub.calendars.models import CalendarFeed
from coe_hub.lib.calendars.events import Event, event_uid, feed_file
from coe_hub.people.models import User

CALENDAR_NAME = "CoE Hub"
LOOKS_BACK = timedelta(days=30)
LOOKS_AHEAD = timedelta(days=365)
# Before an event was told it has no time of change; it gets one as it is told.
_UNTOLD = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Reading:
    """A feed as it is handed out."""

    text: str
    changed_at: datetime

    @property
    def fingerprint(self) -> str:
        """The same as long as nothing in it changed."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:32]


def read_feed(feed: CalendarFeed, *, at: datetime) -> Reading:
    """The feed at `at`, as its owner may see things then; that it was read, and what changed in it, is noted."""
    user = feed.user
    with translation.override(user.language), timezone.override(ZoneInfo(user.time_zone)):
        found = _events(user, at)
        # Whoever reads at the same time notes the same; an address replaced meanwhile notes nothing.
        as_read = CalendarFeed.objects.filter(pk=feed.pk, token_hash=feed.token_hash, revision=feed.revision)
        note_changes(feed, found, at=at)
        as_read.update(last_fetched_at=at, revision=feed.revision, told=feed.told, changed_at=feed.changed_at)
        return Reading(feed_file(as_told(feed, found), name=CALENDAR_NAME), feed.changed_at)


def _events(user: User, at: datetime) -> list[Event]:
    """What concerns the user, in the active language."""
    items = due.items(until=timezone.localdate(at) + LOOKS_AHEAD, user=user, owner_id=user.person_id)
    oldest = timezone.localdate(at) - LOOKS_BACK
    whole_days = [_due_event(item) for item in items if item.due_date >= oldest]
    return [*whole_days, *sources.events(user, since=at - LOOKS_BACK, until=at + LOOKS_AHEAD)]


def _due_event(item: due.DueItem) -> Event:
    """A due thing as a whole day, told as in mails."""
    told = item.mail_text
    return Event(
        uid=event_uid(item.kind, item.object_id, item.owner_id),
        title=told.title,
        text=f"{told.ask}\n\n{told.act}:\n{settings.HUB_URL}{item.act_url}",
        starts=item.due_date,
        changed_at=_UNTOLD,
        link=settings.HUB_URL + item.url,
        category=_("Due"),
    )


def note_changes(feed: CalendarFeed, events: Iterable[Event], *, at: datetime) -> None:
    """Compare with what was told last. Where anything differs the feed gets its next revision, and so does each
    event that is new or not as it was: a revision never falls, so neither does the sequence of an event."""
    prints = {event.uid: _fingerprint(event) for event in events}
    if prints == {uid: told[0] for uid, told in feed.told.items()}:
        return
    feed.revision += 1
    feed.changed_at = at
    fresh = [feed.revision, int(at.timestamp())]
    known = {uid: told for uid, told in feed.told.items() if told[0] == prints.get(uid)}
    feed.told = {uid: known.get(uid, [mark, *fresh]) for uid, mark in prints.items()}


def _fingerprint(event: Event) -> str:
    parts = replace(event, changed_at=_UNTOLD, sequence=0)
    words = [str(value) for value in vars(parts).values()]
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]


def as_told(feed: CalendarFeed, events: Iterable[Event]) -> list[Event]:
    """The events with the sequence and time of change that the feed noted."""
    told = {uid: (revision, datetime.fromtimestamp(at, UTC)) for uid, (_print, revision, at) in feed.told.items()}
    return [replace(event, sequence=told[event.uid][0], changed_at=told[event.uid][1]) for event in events]
