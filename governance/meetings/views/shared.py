"""How the views of meetings get at them: seen or 404, changeable or 403."""

from typing import Any

from django.shortcuts import get_object_or_404

from coe_hub.lib.access import SignedInRequest
from coe_hub.people.accounts.readers import Gate
from governance.committees.views.shared import alliance_frame
from governance.meetings.models import AgendaItem, Meeting

_MEETINGS = Gate(
    Meeting,
    lambda rows: rows.select_related(
        "committee__alliance__scope", "committee__programme", "committee__scope", "committee__kind",
        "minutes__recorder", "minutes__approved_at_meeting__committee", "by__person",
    ),
)  # fmt: skip


def visible_meeting(request: SignedInRequest, public_id: str) -> Meeting:
    """The meeting, if the reader may see it; otherwise it does not exist for them."""
    return _MEETINGS.visible(request, public_id)


def editable_meeting(request: SignedInRequest, public_id: str) -> Meeting:
    """As `visible_meeting`; one that is not theirs to change is 403."""
    return _MEETINGS.editable(request, public_id)


def item_of(meeting: Meeting, item_id: str) -> AgendaItem:
    """The item of its agenda, which knows the meeting."""
    item = get_object_or_404(meeting.agenda.active().select_related("presenter__site"), public_id=item_id)
    item.meeting = meeting
    return item


def frame(request: SignedInRequest, meeting: Meeting) -> dict[str, Any]:
    """What the head of every page of a meeting needs."""
    committee = meeting.committee
    return {"meeting": meeting, "committee": committee, **alliance_frame(request, committee.alliance)}
