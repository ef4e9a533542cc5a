"""Standard mails about a meeting: invitation, change, cancellation (RFC 5546, carried as RFC 6047 says).

Each is a mail for people, in the reader's language and on the reader's clock, with the same told to their calendar.
This is the one place that writes them. It knows no alliance: whoever holds meetings gives the event and its guests.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.utils import translation

from coe_hub.lib.calendars.events import Event, calendar_file, event_component
from coe_hub.lib.dates import date_text
from coe_hub.lib.mail import render_mail
from coe_hub.lib.places import zoned_span_text
from coe_hub.lib.tasks import hand_over


@dataclass(frozen=True)
class Guest:
    """Somebody who is invited. `name` may be lazy: it is written as the reader's language does."""

    name: Any
    email: str
    language: str
    time_zone: str


@dataclass(frozen=True)
class Meeting:
    """A timed event, who calls for it, and everybody who is invited. Answers go to the organizer."""

    event: Event
    organizer: Guest
    guests: Sequence[Guest]


def invitation(meeting: Meeting, *, to: Iterable[Guest]) -> None:
    """Invite `to`, once the transaction is through."""
    _send("meeting_invitation", meeting, to, method="REQUEST")


def change(meeting: Meeting, *, to: Iterable[Guest], before: Event) -> None:
    """Tell `to` of a meeting that is not as it was `before`; its sequence must have risen."""
    _send("meeting_change", meeting, to, method="REQUEST", before=before)


def cancellation(meeting: Meeting, *, to: Iterable[Guest], reason: str = "", is_held: bool = False) -> None:
    """Take the meeting out of the calendars of `to`: it is off, or, where it `is_held`, goes on without them."""
    _send("meeting_cancellation", meeting, to, method="CANCEL", reason=reason, is_held=is_held)


def _send(
    name: str, meeting: Meeting, to: Iterable[Guest], *, method: str, before: Event | None = None, **words: Any
) -> None:
    for guest in to:
        with translation.override(guest.language):
            context = words | _times(meeting.event, guest, before)
            context |= {"name": guest.name, "organizer": meeting.organizer.name, "event": meeting.event}
            context["guests"] = [one.name for one in meeting.guests]
            mail = render_mail(name, language=guest.language, context=context)
            calendar = itip_file(meeting, to=guest, method=method)
        hand_over(replace(mail, calendar=calendar, reply_to=meeting.organizer.email), to=guest.email)


def _times(event: Event, guest: Guest, before: Event | None) -> dict[str, str]:
    """The times a mail speaks of, on the guest's clock; on that of the meeting too, where it is another."""
    starts: Any = event.starts
    return {
        "day": date_text(starts.astimezone(ZoneInfo(guest.time_zone)).date(), "day"),
        "when": _when(event, guest.time_zone),
        "when_there": _when(event, event.zone) if event.zone != guest.time_zone else "",
        "when_before": _when(before, guest.time_zone) if before and before.starts != event.starts else "",
    }


def _when(event: Event, zone: str) -> str:
    """From when to when on the clocks of a zone, and what they go by."""
    starts: Any = event.starts
    return zoned_span_text(starts, minutes=event.minutes, zone=zone)


def itip_file(meeting: Meeting, *, to: Guest, method: str) -> str:
    """What the calendar of `to` is told. `method` is REQUEST or CANCEL.

    The organizer's own copy is published, not requested: a calendar does not take an invitation from its own owner.
    """
    if method == "REQUEST" and _is_same(to, meeting.organizer):
        method = "PUBLISH"
    part = event_component(meeting.event, is_busy=True)
    part.add("STATUS", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    part.add("ORGANIZER", _organizer(meeting.organizer), encode=False)
    listed = {"CANCEL": [to], "PUBLISH": []}.get(method, meeting.guests)
    for guest in listed:
        part.add("ATTENDEE", _attendee(guest, has_accepted=_is_same(guest, meeting.organizer)), encode=False)
    return calendar_file([part], events=[meeting.event], properties={"METHOD": method})


def _is_same(one: Guest, other: Guest) -> bool:
    return one.email.lower() == other.email.lower()


def ascii_address(email: str) -> str:
    """The address as a calendar address may be written: an international domain in its ASCII form (RFC 5890)."""
    local, _at, domain = email.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def _organizer(guest: Guest) -> icalendar.vCalAddress:
    """Who called for the meeting and gets the answers; the hub only wrote for them."""
    address = icalendar.vCalAddress(f"mailto:{ascii_address(guest.email)}")
    address.params["CN"] = str(guest.name)
    address.params["SENT-BY"] = f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
    return address


def _attendee(guest: Guest, *, has_accepted: bool) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{ascii_address(guest.email)}")
    address.params["CN"] = str(guest.name)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = "ACCEPTED" if has_accepted else "NEEDS-ACTION"
    address.params["RSVP"] = "FALSE" if has_accepted else "TRUE"
    return address
