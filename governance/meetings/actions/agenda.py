"""The agenda: putting things on it, in their order, and carrying over what stayed open."""

from typing import Unpack

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from coe_hub.lib.editing import edit_record, set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record, save_record
from governance.committees.models import Committee
from governance.meetings.models import AgendaItem, AgendaItemValues, Meeting, MinutesState, Outcome
from governance.meetings.proposals import Proposal


@transaction.atomic
def add_item(
    *, meeting: Meeting, source_label: str = "", source_url: str = "", **values: Unpack[AgendaItemValues]
) -> AgendaItem:
    """Put something on the agenda, as the last of it; the source is where it comes from.

    Raises `DomainError` where the meeting was cancelled or its minutes are final, `ValidationError` where a value is
    refused.
    """
    refuse_closed(meeting)
    item = AgendaItem(meeting=meeting, position=_next_place(meeting), source_label=source_label, source_url=source_url)
    set_values(item, values)
    item.full_clean()
    item.save()
    return item


def add_proposal(*, meeting: Meeting, proposal: Proposal) -> AgendaItem:
    """Put on the agenda what a room proposed. Raises as `add_item`, and `DomainError` where it is on it already."""
    if meeting.agenda.filter(source_url=proposal.source_url).exists():
        raise DomainError(_("It is on the agenda already."))
    return add_item(
        meeting=meeting,
        source_label=proposal.source_label,
        source_url=proposal.source_url,
        title=proposal.title,
        kind=proposal.kind,
    )


@transaction.atomic
def edit_item(*, item: AgendaItem, version: int, **values: Unpack[AgendaItemValues]) -> None:
    """Write what was edited. Raises `LostUpdateError` where it was saved since `version`, `DomainError` where the
    minutes are final."""
    refuse_closed(item.meeting)
    edit_record(item, values, version=version)


@transaction.atomic
def move_item(*, item: AgendaItem, up: bool) -> None:
    """Let it change places with the one before it, or after it; at either end nothing happens."""
    refuse_closed(item.meeting)
    items = list(item.meeting.agenda.active().in_order().select_for_update(of=("self",)))
    place = next(index for index, one in enumerate(items) if one.pk == item.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(items):
        return
    items[place], items[other] = items[other], items[place]
    for position, one in enumerate(items, start=1):
        if one.position != position:
            one.position = position
            save_record(one, fields=["position"])


@transaction.atomic
def drop_item(*, item: AgendaItem) -> None:
    """Take it off the agenda. Raises `DomainError` where something was written down at it, or the minutes are final."""
    refuse_closed(item.meeting)
    lock_record(item)
    if item.said or item.actions.exists() or item.folder_id or item.carried_to.exists():
        raise DomainError(_("Something hangs on this item already: minutes, an action or a pre-read. Leave it."))
    item.delete()


@transaction.atomic
def carry_over(committee: Committee) -> list[AgendaItem]:
    """Put what stayed open at meetings that were held onto the agenda of the next one, once; nothing where none is
    planned."""
    following = committee.meetings.active().to_come().order_by("starts_at", "pk").first()
    if following is None:
        return []
    is_open = Q(outcome=Outcome.CARRIED) | Q(outcome=Outcome.OPEN) & ~Q(meeting__minutes__state=MinutesState.DRAFT)
    left = AgendaItem.objects.active().filter(is_open, meeting__committee=committee, meeting__held_at__isnull=False)
    left = left.filter(meeting__starts_at__lt=following.starts_at, carried_to__isnull=True)
    return [_carried(item, following) for item in left.order_by("meeting__starts_at", "position", "pk")]


def _carried(item: AgendaItem, following: Meeting) -> AgendaItem:
    kept = {name: getattr(item, name) for name in ("title", "kind", "presenter", "minutes_long", "note")}
    return AgendaItem.objects.create(
        meeting=following,
        position=_next_place(following),
        carried_from=item,
        source_label=item.source_label,
        source_url=item.source_url,
        **kept,
    )


def refuse_closed(meeting: Meeting) -> None:
    """Raise `DomainError` where nobody can write in the meeting's agenda and minutes now: what was sent to both sides
    stays as they read it until it is taken back."""
    if meeting.cancelled_at:
        raise DomainError(_("This meeting was cancelled. Plan another one."))
    if meeting.minutes.is_final:
        raise DomainError(_("These minutes are final. Write a dated correction instead."))
    if meeting.minutes.state == MinutesState.CIRCULATED:
        raise DomainError(_("These minutes were sent to both sides. Take them back first, then change them."))


def _next_place(meeting: Meeting) -> int:
    return (meeting.agenda.aggregate(last=Max("position"))["last"] or 0) + 1
