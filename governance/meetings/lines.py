"""Actions as what can be written down in one line while a meeting runs."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from coe_hub.action_items.models import ItemState
from coe_hub.lib.dates import date_text
from governance.meetings.actions.running import record_action
from governance.meetings.forms.running import ActionLine
from governance.meetings.models import Meeting, MeetingAction
from governance.meetings.recordables import Recordable, Recorded, register

ACTION = "action"


def _recorded(meeting: Meeting) -> Sequence[Recorded]:
    rows = MeetingAction.objects.filter(meeting=meeting).select_related("action__owner__organisation")
    return [_one(row) for row in rows.order_by("pk")]


def _one(row: MeetingAction) -> Recorded:
    action = row.action
    day = _("by %(date)s") % {"date": date_text(action.due_on)} if action.due_on else ""
    state = "" if action.state == ItemState.OPEN else str(ItemState(action.state).label)
    accepted = _("accepted") if row.accepted_at and not state else ""
    return Recorded(
        code=ACTION,
        text=action.text,
        detail=" · ".join(filter(None, [action.owner.display_name, day, accepted, state])),
        url=action.get_absolute_url(),
        agenda_item=row.agenda_item_id,
        lacks="" if action.due_on else _("“%(text)s”: by when?") % {"text": action.text},
    )


def register_all() -> None:
    """Let actions be written down in a meeting."""
    register(
        Recordable(
            code=ACTION,
            place=20,
            label=pgettext_lazy("meeting", "Action"),
            plural=gettext_lazy("Actions"),
            form=ActionLine,
            save=record_action,
            recorded=_recorded,
        )
    )
