"""What tests of appointments share."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives

from tests.lib.ical_js import read_calendar

NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)
BOSTON = "America/New_York"


def in_boston(*when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(BOSTON))


def values(**changes: Any) -> dict[str, Any]:
    """What is agreed: 16:00 in Boston on the Sunday on which clocks go forward there."""
    agreed = {"starts_at": in_boston(2026, 3, 8, 16), "minutes": 60, "time_zone": BOSTON}
    return agreed | {"place": "Room 3", "dial_in": "https://meet.example/heron", "note": "三つの論点"} | changes


def calendar_of(message: EmailMultiAlternatives) -> dict[str, Any]:
    """The calendar part of a mail as ical.js reads it, with the method that the part's type names."""
    part = message.message().get_payload()[-1]
    read = read_calendar(part.get_payload(decode=True))
    assert (part.get_content_type(), part.get_param("method"), part.get_content_charset()) == (
        "text/calendar",
        read["method"],
        "utf-8",
    )
    return read


def told(message: EmailMultiAlternatives) -> tuple[Any, ...]:
    """Method, UID and sequence of what a calendar is told."""
    read = calendar_of(message)
    [event] = read["events"]
    return read["method"], event["uid"], int(event["sequence"])


def posted(world: SimpleNamespace, **changes: Any) -> dict[str, Any]:
    """The form as somebody fills it in."""
    return {
        "version": "0",
        "on_date": "2026-03-08",
        "starts": "16:00",
        "minutes": "60",
        "time_zone": BOSTON,
        "place": "Room 3",
        "dial_in": "meet.example/heron",
        "note": "",
        "people": [world.nora.public_id],
    } | changes
