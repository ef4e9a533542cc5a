"""A meeting as mails and calendars tell of it."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from coe_hub.calendars import sources
from coe_hub.lib.calendars.events import Event, event_uid
from coe_hub.lib.calendars.mails import Meeting as CalledMeeting
from coe_hub.lib.lists import name_column
from coe_hub.people.directory.correspondence import as_guest, as_guests, with_address
from coe_hub.people.models import Person, User
from governance.meetings.models import Attendance, Meeting


def meeting_event(meeting: Meeting, *, link: str = "") -> Event:
    """The meeting as an event. It leaves the hub, so it goes by the alliance's code name where there is one."""
    committee = meeting.committee
    return Event(
        uid=event_uid("meeting", meeting.public_id),
        title=lazy(lambda: committee.title_in_mail, str)(),
        starts=meeting.starts_at,
        minutes=meeting.minutes_long,
        zone=meeting.time_zone,
        text=meeting.note,
        place=meeting.place,
        dial_in=meeting.dial_in,
        link=link,
        category=lazy(lambda: _("Committee"), str)(),
        sequence=meeting.sequence,
        changed_at=meeting.updated_at,
    )


def as_meeting(meeting: Meeting, people: Iterable[Person]) -> CalledMeeting:
    """The meeting with these people (read `with_address`) as those who are told of it."""
    zone = meeting.time_zone
    return CalledMeeting(
        event=meeting_event(meeting),
        organizer=as_guest(meeting.by.person, time_zone=zone),
        guests=as_guests(people, time_zone=zone),
    )


def invited_people(meeting: Meeting) -> list[Person]:
    """Who is asked to come, with their addresses."""
    invited = Attendance.objects.filter(meeting=meeting, person=OuterRef("pk"))
    return list(with_address(Person.objects.filter(Exists(invited))).order_by(name_column(), "pk"))


def calendar_events(user: User, since: datetime, until: datetime) -> Iterable[Event]:
    """Meetings the user was called to and may see; one query."""
    invited = Attendance.objects.filter(meeting=OuterRef("pk"), person=user.person_id)
    rows = (
        Meeting.objects.visible_to(user)
        .of_committees_at_work()
        .filter(
            Exists(invited),
            called_at__isnull=False,
            cancelled_at__isnull=True,
            starts_at__gte=since,
            starts_at__lt=until,
        )
    )
    for meeting in rows.select_related("committee__alliance").order_by("starts_at", "pk"):
        yield meeting_event(meeting, link=settings.HUB_URL + meeting.get_absolute_url())


def register_all() -> None:
    """Register what a calendar shows of this room."""
    sources.register(calendar_events)
