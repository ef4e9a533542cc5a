"""Meetings for other programs."""

from typing import Any

from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.resources import Draft, Resource, Way, register
from governance.committees.views.shared import editable_committee
from governance.meetings.actions.meetings import edit_meeting, plan_meeting
from governance.meetings.filters import MeetingFilter
from governance.meetings.forms.meetings import MeetingForm
from governance.meetings.listing import meeting_columns
from governance.meetings.models import Meeting
from governance.meetings.views.shared import editable_meeting


def _plan(request: SignedInRequest, above: str, data: Any) -> Draft:
    committee = editable_committee(request, above)
    form = MeetingForm(data, initial={"time_zone": request.user.time_zone})
    return Draft(form, lambda: plan_meeting(committee=committee, by=request.user, **form.action_values()))


def _edit(request: SignedInRequest, key: str, data: Any) -> Draft:
    meeting = editable_meeting(request, key)
    form = MeetingForm(data, meeting=meeting)
    return Draft(form, lambda: edit_meeting(meeting=meeting, **form.action_values()), meeting)


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "meetings",
            "meetings of the committees you may see",
            Meeting,
            rows=lambda user: Meeting.objects.visible_to(user).of_committees_at_work(),
            with_archived=lambda user: Meeting.objects.visible_to(user).active(),
            columns=meeting_columns,
            read=lambda rows: rows.with_row(),
            filters=MeetingFilter,
            parent="committee",
            above="committee__public_id",
            make=Way("Plan a meeting of a committee; nobody is told yet", MeetingForm, _plan),
            change=Way("Change the hour or place of a meeting", MeetingForm, _edit),
        )
    )
