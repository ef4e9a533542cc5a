"""How the changes of meetings are told: on their own pages and, of what stands in the alliance's own scope, in its
history."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from coe_hub.audit.history import Names, Sentence, Story, tell, tell_fields
from coe_hub.lib.dates import date_text
from coe_hub.people.models import Person
from governance.meetings.models import (
    AgendaItem,
    ApprovedHow,
    Attendance,
    Correction,
    Meeting,
    Minutes,
    MinutesState,
    Presence,
)


def _meeting(event: Any) -> dict[str, str]:
    return {"date": date_text(event.starts_at.date())}


def _meeting_changed(earlier: Any, event: Any, names: Names) -> list[str]:
    told = []
    if event.called_at and not earlier.called_at:
        told.append(_("called the meeting of %(date)s") % _meeting(event))
    if event.held_at and not earlier.held_at:
        told.append(_("noted that the meeting of %(date)s was held") % _meeting(event))
    if event.cancelled_at and not earlier.cancelled_at:
        told.append(_("cancelled the meeting of %(date)s: %(reason)s") % {**_meeting(event), "reason": event.reason})
    if event.agenda_sent_at and event.agenda_sent_at != earlier.agenda_sent_at:
        told.append(_("sent the agenda of the meeting of %(date)s") % _meeting(event))
    return [*told, *tell_fields(MEETING, earlier, event, names)]


def _minutes_changed(earlier: Any, event: Any, names: Names) -> list[str]:
    words = {"meeting": names.of(Meeting, event.meeting_id)}
    told = []
    if event.state != earlier.state:
        if event.state == MinutesState.CIRCULATED:
            told.append(_("sent the minutes: %(meeting)s") % words)
        elif event.state == MinutesState.DRAFT:
            told.append(_("took the minutes back: %(meeting)s") % words)
        else:
            how = ApprovedHow(event.approved_how).label
            told.append(_("the minutes became final: %(meeting)s (%(how)s)") % {**words, "how": how})
    if event.opening != earlier.opening:
        told.append(_("wrote in the minutes: %(meeting)s") % words)
    return told


def _item_changed(earlier: Any, event: Any, names: Names) -> list[str]:
    told = list(tell_fields(ITEM, earlier, event, names))
    if event.said != earlier.said:
        told.append(_("wrote in the minutes"))
    if event.outcome != earlier.outcome:
        told.append(_("said what became of it"))
    return [_("“%(title)s”: %(what)s") % {"title": event.title, "what": what} for what in told]


def _presence_changed(earlier: Any, event: Any, names: Names) -> list[str]:
    if (earlier.presence, earlier.stood_in_by_id) == (event.presence, event.stood_in_by_id):
        return []
    words = {"name": names.of(Person, event.person_id), "presence": Presence(event.presence).label}
    return [_("noted of %(name)s: %(presence)s") % words]


MEETING = Story(
    Meeting,
    (*Meeting.EDITABLE, "archived_at"),
    created=lambda event, _names: _("planned a meeting for %(date)s") % _meeting(event),
)
MINUTES = Story(Minutes, named=("meeting",), changed=_minutes_changed)
ITEM = Story(
    AgendaItem,
    AgendaItem.EDITABLE,
    named=("presenter",),
    created=lambda event, _names: _("put “%(title)s” on the agenda") % {"title": event.title},
    deleted=lambda event, _names: _("took “%(title)s” off the agenda") % {"title": event.title},
)
ATTENDANCE = Story(
    Attendance,
    named=("person",),
    created=lambda event, names: _("asked %(name)s to come") % {"name": names.of(Person, event.person_id)},
    deleted=lambda event, names: _("asked %(name)s no more") % {"name": names.of(Person, event.person_id)},
    changed=_presence_changed,
)
CORRECTION = Story(
    Correction,
    created=lambda event, _names: (
        _("corrected the final minutes on %(date)s: %(text)s")
        % {"date": date_text(event.corrected_on), "text": event.text}
    ),
)
_MEETING = replace(MEETING, changed=_meeting_changed)
_ITEM = replace(ITEM, changed=_item_changed)


def _in_the_open(path: str) -> Any:
    """The filter for events of rows that stand in the alliance's own scope now."""
    return lambda alliance: {
        f"{path}committee__alliance_id": alliance.pk,
        f"{path}committee__scope_id": alliance.scope_id,
    }


STORIES = (
    (_MEETING, _in_the_open("pgh_obj__")),
    (_ITEM, _in_the_open("meeting__")),
    (MINUTES, _in_the_open("meeting__")),
    (ATTENDANCE, _in_the_open("meeting__")),
    (CORRECTION, _in_the_open("minutes__meeting__")),
)


def meeting_sentences(meeting: Meeting) -> list[Sentence]:
    """Everything that happened to one meeting, newest first."""
    rows: list[tuple[Story, Mapping[str, Any]]] = [
        (_MEETING, {"pgh_obj_id": meeting.pk}),
        (_ITEM, {"meeting_id": meeting.pk}),
        (MINUTES, {"meeting_id": meeting.pk}),
        (ATTENDANCE, {"meeting_id": meeting.pk}),
        (CORRECTION, {"minutes__meeting_id": meeting.pk}),
    ]
    return tell(rows)
