"""The appointment for an alliance's next review, as mails, calendars and the record tell of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from alliances.core.participants import participants
from alliances.reviews.models import ReviewAppointment, ReviewInvitee
from coe_hub.calendars import sources
from coe_hub.lib.calendars.events import Event, event_uid
from coe_hub.lib.calendars.mails import Meeting
from coe_hub.lib.lists import name_column
from coe_hub.lib.prepared import Prepared
from coe_hub.people.directory.correspondence import as_guest, as_guests, email_of, with_address
from coe_hub.people.models import Person, User


def open_appointment(alliance: Alliance) -> ReviewAppointment | None:
    """The one that is still to come or not yet followed by its review, with `invitee_count`; one query."""
    found = _OPEN.first(alliance=alliance.pk)
    if found:
        found.alliance = alliance
    return found


def _open(*, alliance: int) -> "QuerySet[Any]":
    found = ReviewAppointment.objects.filter(alliance=alliance).open()
    return found.annotate(invitee_count=Count("invitees")).order_by("pk")[:1]


_OPEN = Prepared(_open)


def appointment_event(appointment: ReviewAppointment, *, link: str = "") -> Event:
    """The appointment as an event. It leaves the hub, so it goes by the alliance's code name where there is one."""
    title = appointment.alliance.title_in_mail
    return Event(
        uid=event_uid("review", appointment.public_id),
        title=lazy(lambda: _("Review of %(name)s") % {"name": title}, str)(),
        starts=appointment.starts_at,
        minutes=appointment.minutes,
        zone=appointment.time_zone,
        text=appointment.note,
        place=appointment.place,
        dial_in=appointment.dial_in,
        link=link,
        category=lazy(lambda: _("Review"), str)(),
        sequence=appointment.sequence,
        changed_at=appointment.updated_at,
    )


def as_meeting(appointment: ReviewAppointment, people: Iterable[Person]) -> Meeting:
    """The appointment as a meeting of these people (read `with_address`)."""
    zone = appointment.time_zone
    return Meeting(
        event=appointment_event(appointment),
        organizer=as_guest(appointment.by.person, time_zone=zone),
        guests=as_guests(people, time_zone=zone),
    )


def may_be_invited(alliance: Alliance) -> list[Person]:
    """Everybody on the alliance, of either side, whom a mail reaches and who is not gone; the lead first."""
    order = {one.person.pk: place for place, one in enumerate(participants(alliance))}
    people = with_address(Person.objects.filter(pk__in=order)).select_related("organisation")
    return sorted((one for one in people if email_of(one) and not one.is_gone), key=lambda one: order[one.pk])


def invited_people(appointment: ReviewAppointment) -> list[Person]:
    """Who is invited, with their addresses."""
    invited = ReviewInvitee.objects.filter(appointment=appointment, person=OuterRef("pk"))
    return list(with_address(Person.objects.filter(Exists(invited))).order_by(name_column(), "pk"))


def calendar_events(user: User, since: datetime, until: datetime) -> Iterable[Event]:
    """Appointments the user is invited to, of alliances the user may see; one query."""
    invited = ReviewInvitee.objects.filter(appointment=OuterRef("pk"), person=user.person_id)
    seen = Alliance.objects.visible_to(user).living()
    appointments = ReviewAppointment.objects.open().filter(
        Exists(invited), alliance__in=seen, starts_at__gte=since, starts_at__lt=until
    )
    for appointment in appointments.select_related("alliance").order_by("starts_at", "pk"):
        yield appointment_event(appointment, link=settings.HUB_URL + appointment.alliance.get_absolute_url())


def register_all() -> None:
    """Register what a calendar shows of this room."""
    sources.register(calendar_events)
