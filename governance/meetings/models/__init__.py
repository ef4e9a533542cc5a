"""Meetings, their agendas and their minutes."""

from governance.meetings.models.agenda import (
    AgendaItem,
    AgendaItemQuerySet,
    AgendaItemValues,
    ItemKind,
    MeetingAction,
    Outcome,
)
from governance.meetings.models.locking import only_before_final
from governance.meetings.models.meetings import (
    Attendance,
    AttendanceQuerySet,
    Meeting,
    MeetingQuerySet,
    MeetingState,
    MeetingValues,
    Presence,
)
from governance.meetings.models.minutes import (
    ApprovedHow,
    Correction,
    Minutes,
    MinutesComment,
    MinutesQuerySet,
    MinutesReader,
    MinutesState,
)

__all__ = [
    "AgendaItem",
    "AgendaItemQuerySet",
    "AgendaItemValues",
    "ApprovedHow",
    "Attendance",
    "AttendanceQuerySet",
    "Correction",
    "ItemKind",
    "Meeting",
    "MeetingAction",
    "MeetingQuerySet",
    "MeetingState",
    "MeetingValues",
    "Minutes",
    "MinutesComment",
    "MinutesQuerySet",
    "MinutesReader",
    "MinutesState",
    "Outcome",
    "Presence",
    "only_before_final",
]
