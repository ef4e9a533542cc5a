"""What meetings tell the rooms below: when a committee met last, and that actions stay where their committee stands."""

from typing import Any

from django.db.models import DateField, OuterRef, Subquery
from django.db.models.functions import TruncDate

from alliances.agreements import following
from alliances.core.models import Alliance
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.records import save_record
from governance.committees import last_met
from governance.meetings.models import Meeting


def _last_met_on() -> Any:
    rows = Meeting.objects.active().held().filter(committee=OuterRef("pk")).order_by("-starts_at")
    return Subquery(rows.annotate(day=TruncDate("starts_at")).values("day")[:1], output_field=DateField())


def _follow(alliance: Alliance) -> None:
    """Actions of meetings stand where their committee does."""
    actions = ActionItem.objects.filter(meeting_action__meeting__committee__alliance=alliance)
    for action in actions.select_related("meeting_action__meeting__committee"):
        scope_id = action.meeting_action.meeting.committee.scope_id
        if action.scope_id != scope_id:
            action.scope_id = scope_id
            save_record(action, fields=["scope_id"])


def register_all() -> None:
    """Register both."""
    last_met.register(_last_met_on)
    following.register(_follow)
