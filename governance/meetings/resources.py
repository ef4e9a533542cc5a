"""Meetings for other programs, and what stands on their agendas."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.forms import ActionForm
from coe_hub.lib.resources import Draft, Resource, Way, register
from coe_hub.lib.tables import Column, column_of
from coe_hub.people.accounts.readers import Gate
from governance.committees.views.shared import editable_committee
from governance.meetings.actions.agenda import add_item, drop_item, edit_item
from governance.meetings.actions.meetings import edit_meeting, plan_meeting
from governance.meetings.filters import MeetingFilter
from governance.meetings.forms.agenda import AgendaItemEditForm, AgendaItemForm
from governance.meetings.forms.meetings import MeetingForm
from governance.meetings.listing import meeting_columns
from governance.meetings.models import AgendaItem, Meeting
from governance.meetings.views.shared import editable_meeting

_ITEMS = Gate(
    AgendaItem,
    lambda rows: rows.active().select_related(
        "presenter__site", "meeting__minutes", "meeting__committee__alliance__scope", "meeting__committee__scope"
    ),
)


def _plan(request: SignedInRequest, above: str, data: Any) -> Draft:
    committee = editable_committee(request, above)
    form = MeetingForm(data, initial={"time_zone": request.user.time_zone})
    return Draft(form, lambda: plan_meeting(committee=committee, by=request.user, **form.action_values()))


def _edit(request: SignedInRequest, key: str, data: Any) -> Draft:
    meeting = editable_meeting(request, key)
    form = MeetingForm(data, meeting=meeting)
    return Draft(form, lambda: edit_meeting(meeting=meeting, **form.action_values()), meeting)


def _item_columns() -> Sequence[Column]:
    of = column_of
    return [
        Column("committee", _("Committee"), lambda item: item.meeting.committee.label),
        Column("body", _("Whose"), lambda item: item.meeting.committee.body),
        Column("day", _("Day"), lambda item: item.meeting.local_day),
        Column("place", _("Place on the agenda"), lambda item: item.position),
        *(of(AgendaItem, name) for name in ("title", "kind")),
        Column("presenter", _("Presented by"), lambda item: item.presenter.display_name if item.presenter else ""),
        *(of(AgendaItem, name) for name in ("minutes_long", "note", "pre_read_due_on", "said", "outcome")),
        Column("source", _("Comes from"), lambda item: item.source_label),
    ]


def _all_items(user: Any) -> Any:
    return AgendaItem.objects.visible_to(user).active()


def _add_item(request: SignedInRequest, above: str, data: Any) -> Draft:
    meeting = editable_meeting(request, above)
    form = AgendaItemForm(data, user=request.user, meeting=meeting)
    return Draft(form, lambda: add_item(meeting=meeting, **form.action_values()))


def _edit_item(request: SignedInRequest, key: str, data: Any) -> Draft:
    item = _item(request, key)
    form = AgendaItemEditForm(data, user=request.user, item=item)
    return Draft(form, lambda: edit_item(item=item, **form.action_values()), item)


def _drop_item(request: SignedInRequest, key: str, data: Any) -> Draft:
    item = _item(request, key)
    return Draft(ActionForm(data), lambda: drop_item(item=item), item)


def _item(request: SignedInRequest, key: str) -> AgendaItem:
    item = _ITEMS.visible(request, key)
    item.meeting = editable_meeting(request, item.meeting.public_id)
    return item


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "agenda-items",
            "what meetings talk about, and what the minutes say of it",
            AgendaItem,
            rows=lambda user: _all_items(user).filter(meeting__in=Meeting.objects.all().of_committees_at_work()),
            with_archived=_all_items,
            columns=_item_columns,
            read=lambda rows: rows.select_related(
                "presenter", "meeting__committee__alliance", "meeting__committee__kind"
            ),
            also=("said", "outcome"),
            parent="meeting",
            above="meeting__public_id",
            make=Way("Put something on an agenda, as the last of it", AgendaItemForm, _add_item),
            change=Way("Change an item; the minutes are written in the meeting", AgendaItemEditForm, _edit_item),
            steps={"drop": Way("Take it off the agenda, where nothing hangs on it", None, _drop_item)},
        )
    )
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
