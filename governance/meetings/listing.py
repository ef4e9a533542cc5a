"""Meetings as lists and files show them."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from coe_hub.lib.tables import Column, column_of
from governance.meetings.models import Meeting, MinutesState


def meeting_columns() -> Sequence[Column]:
    """The columns of the list in files."""
    return [
        Column("day", _("Day"), lambda one: one.local_day, width=13),
        Column("starts", _("Starts at"), lambda one: one.local_time, width=10),
        column_of(Meeting, "time_zone"),
        Column("committee", _("Committee"), lambda one: one.committee.label),
        Column("body", _("Whose"), lambda one: one.committee.body, width=44),
        Column("state", _("State"), lambda one: str(one.state.label)),
        Column("minutes", _("Minutes"), _minutes, width=22),
        Column("approved_on", _("Approved"), lambda one: one.minutes.approved_on, width=13),
        column_of(Meeting, "place", width=24),
        column_of(Meeting, "minutes_long", is_usual=False),
        column_of(Meeting, "dial_in", width=40, is_usual=False),
        column_of(Meeting, "minutes_by", width=13, is_usual=False),
        Column("url", _("Address"), lambda one: one.get_absolute_url(), width=40, is_link=True, is_usual=False),
    ]


def _minutes(meeting: Any) -> str:
    return str(MinutesState(meeting.minutes.state).label) if meeting.held_at else ""
