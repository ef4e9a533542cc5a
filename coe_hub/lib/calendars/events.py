"""What stands in a calendar, written as the standard says (RFC 5545): one event, and the file around events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings

from coe_hub.lib.calendars.zones import timezone_component

# How often a client may come back; most come when they like.
REFRESH = timedelta(hours=1)
_PRODUCT = "-//CoE Hub//Calendar//EN"


def event_uid(kind: str, *parts: object) -> str:
    """The id of an event for good: it names the thing and never its date, so that a moved date moves the event."""
    host = urlsplit(settings.HUB_URL).hostname or "hub"
    return f"{'.'.join(str(part) for part in (kind, *parts))}@{host}"


@dataclass(frozen=True)
class Event:
    """Something at a day or an hour.

    `starts` is a day for what lasts the whole day, else an aware time; then `minutes` and `zone`, the IANA name of
    the place that agreed on the hour, are given too. `link` is where to read more. `title`, `text` and `category` may
    be lazy: they are written in the language that is active when the calendar is. `sequence` rises with every change,
    and `changed_at` is the time of the last one.
    """

    uid: str
    title: Any
    starts: date
    changed_at: datetime
    minutes: int = 0
    zone: str = ""
    text: Any = ""
    place: str = ""
    dial_in: str = ""
    link: str = ""
    category: Any = ""
    sequence: int = 0

    @property
    def is_timed(self) -> bool:
        """Whether it has an hour."""
        return isinstance(self.starts, datetime)

    @property
    def ends(self) -> date:
        """The moment it ends; of a whole day, the day after."""
        return self.starts + (timedelta(minutes=self.minutes) if self.is_timed else timedelta(days=1))


def event_component(event: Event, *, is_busy: bool) -> icalendar.Event:
    """The event as a VEVENT. What is not busy leaves its reader free in the eyes of whoever plans a meeting."""
    part = icalendar.Event()
    part.add("UID", event.uid)
    part.add("SEQUENCE", event.sequence)
    part.add("DTSTAMP", event.changed_at.astimezone(UTC))
    part.add("LAST-MODIFIED", event.changed_at.astimezone(UTC))
    part.add("DTSTART", _written(event.starts, event.zone))
    part.add("DTEND", _written(event.ends, event.zone))
    part.add("SUMMARY", str(event.title))
    part.add("TRANSP", "OPAQUE" if is_busy else "TRANSPARENT")
    place = " · ".join(filter(None, [event.place, event.dial_in]))  # most clients show no URL, all show a place
    for name, value in (("DESCRIPTION", event.text), ("LOCATION", place), ("URL", event.link or event.dial_in)):
        if value:
            part.add(name, str(value))
    if event.category:
        part.add("CATEGORIES", [str(event.category)])
    return part


def _written(at: date, zone: str) -> date:
    """A moment on the clock of its zone, a day as it is."""
    return at.astimezone(ZoneInfo(zone)) if isinstance(at, datetime) else at


def calendar_file(parts: Iterable[icalendar.Event], *, events: Iterable[Event], properties: dict[str, Any]) -> str:
    """The whole file: `properties`, the time zones of the timed `events`, then the `parts` that tell of them."""
    calendar = icalendar.Calendar()
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    for name, value in properties.items():
        calendar.add(name, value, parameters={"VALUE": "DURATION"} if isinstance(value, timedelta) else {})
    for component in (*_time_zones(events), *parts):
        calendar.add_component(component)
    return calendar.to_ical(sorted=False).decode()


def _time_zones(events: Iterable[Event]) -> list[icalendar.Timezone]:
    spans: dict[str, list[datetime]] = {}
    for event in events:
        for at in (event.starts, event.ends):
            if isinstance(at, datetime) and event.zone != "UTC":
                spans.setdefault(event.zone, []).append(at)
    return [timezone_component(ZoneInfo(zone), min(times), max(times)) for zone, times in sorted(spans.items())]


def feed_file(events: Iterable[Event], *, name: str) -> str:
    """A calendar to subscribe to. It holds what is true now and nothing else: clients mirror it."""
    rows = list(events)
    parts = [event_component(event, is_busy=event.is_timed) for event in rows]
    properties = {
        "METHOD": "PUBLISH",
        "NAME": name,
        "X-WR-CALNAME": name,
        "REFRESH-INTERVAL": REFRESH,
        "X-PUBLISHED-TTL": "PT1H",
    }
    return calendar_file(parts, events=rows, properties=properties)
