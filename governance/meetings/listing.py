"""Meetings as lists and files show them."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.listing import Listing, register
from coe_hub.lib.tables import Column, column_of
from governance.meetings.filters import MeetingFilter
from governance.meetings.models import Meeting, MinutesState


def meeting_columns() -> Sequence[Column]:
    """The columns of the list in files."""
    return [
        Column("day", _("Day"), lambda one: one.local_day, width=13, is_shown=True, order="starts_at"),
        Column("starts", _("Starts at"), lambda one: one.local_time, width=10, is_shown=True),
        column_of(Meeting, "time_zone"),
        Column("committee", _("Committee"), lambda one: one.committee.label, is_shown=True, url=_url),
        Column("body", _("Whose"), lambda one: one.committee.body, width=44, is_shown=True),
        Column("state", _("State"), lambda one: str(one.state.label), is_shown=True),
        Column("minutes", _("Minutes"), _minutes, width=22, is_shown=True, order="minutes__state"),
        Column("approved_on", _("Approved"), lambda one: one.minutes.approved_on, 13, order="minutes__approved_on"),
        column_of(Meeting, "place", width=24, is_shown=True, order="place"),
        column_of(Meeting, "minutes_long", is_usual=False, order="minutes_long"),
        column_of(Meeting, "dial_in", width=40, is_usual=False),
        column_of(Meeting, "minutes_by", width=13, is_usual=False, order="minutes_by"),
        Column("url", _("Address"), _url, width=40, is_link=True, is_usual=False),
    ]


def _url(meeting: Any) -> str:
    return meeting.get_absolute_url()


def _filters(request: SignedInRequest, asked: QueryDict) -> MeetingFilter:
    rows = Meeting.objects.visible_to(request.user).of_committees_at_work()
    return MeetingFilter(asked, queryset=rows, request=request)


MEETINGS = register(
    Listing(
        code="meetings",
        url_name="meeting_list",
        label=gettext_lazy("Meetings"),
        columns=meeting_columns,
        filters=_filters,
        rows=lambda found, _columns: found.with_row().iterator(1000),
        order=lambda found: found.order_by("-starts_at", "-pk"),
        many=("place", "dial_in", "minutes_long"),
    )
)


def _minutes(meeting: Any) -> str:
    return str(MinutesState(meeting.minutes.state).label) if meeting.held_at else ""
