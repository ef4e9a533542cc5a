"""What rooms of the alliances wing ask of meetings: their days, and to put what they want talked about on the agenda
of the next."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from alliances.core import agendas
from alliances.core.agendas import Agendas, MeetingDay, NextMeeting, Topic
from alliances.core.models import Alliance
from coe_hub.people.models import User
from governance.meetings.actions.agenda import add_item
from governance.meetings.models import Meeting


def _next(alliance: Alliance) -> Meeting | None:
    """The next one in the alliance's own scope; behind a firewall others would read what is said there."""
    coming = Meeting.objects.active().to_come().filter(starts_at__gt=timezone.now())
    coming = coming.filter(committee__alliance=alliance, committee__scope=alliance.scope_id)
    return coming.select_related("committee__alliance", "minutes").order_by("starts_at", "pk").first()


def _told(meeting: Meeting) -> NextMeeting:
    sources = set(meeting.agenda.active().exclude(source_url="").values_list("source_url", flat=True))
    return NextMeeting(str(meeting), meeting.get_absolute_url(), sources)


def _next_of(alliance: Alliance) -> NextMeeting | None:
    meeting = _next(alliance)
    return _told(meeting) if meeting else None


@transaction.atomic
def _put(alliance: Alliance, topics: Collection[Topic]) -> NextMeeting | None:
    meeting = _next(alliance)
    if meeting is None:
        return None
    known = _told(meeting).sources
    for topic in topics:
        if topic.source_url not in known:
            add_item(
                meeting=meeting,
                source_label=topic.source_label[:200],
                source_url=topic.source_url,
                title=topic.title[:300],
            )
    return _told(meeting)


def _days(user: User, alliance: Alliance, first: date, last: date) -> list[MeetingDay]:
    meetings = Meeting.objects.visible_to(user).active().filter(committee__alliance=alliance)
    # A day wider: days are those of the place where it is held.
    near = (first - timedelta(days=1), last + timedelta(days=1))
    rows = meetings.filter(starts_at__date__range=near, cancelled_at__isnull=True).with_row()
    return [
        MeetingDay(
            day=one.local_day,
            committee=one.committee.label,
            state=str(one.state.label),
            is_held=one.held_at is not None,
            url=one.get_absolute_url(),
        )
        for one in rows.order_by("starts_at", "pk")
    ]


def register_all() -> None:
    """Let rooms of the alliances wing reach agendas."""
    agendas.register(Agendas(next_of=_next_of, put=_put, days=_days))
