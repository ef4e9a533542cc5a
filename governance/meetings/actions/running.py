"""Writing while a meeting runs: who came, what is said, what becomes of each item, who takes on what."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from coe_hub.action_items.actions import add_action
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record, save_record
from coe_hub.people.models import Person, User
from governance.meetings.actions.agenda import refuse_closed
from governance.meetings.models import AgendaItem, Attendance, Meeting, MeetingAction, Minutes, Outcome, Presence
from governance.meetings.quorum import settle_quorum
from governance.meetings.texts import merge_texts


class Written(NamedTuple):
    """What stands there now, its version, and whether somebody else's words were put together with it."""

    text: str
    version: int
    was_merged: bool


class Came(NamedTuple):
    """Whether somebody came, and who came in their place."""

    presence: str
    stood_in_by: Person | None = None


@transaction.atomic
def write_said(*, item: AgendaItem, text: str, base: str, version: int) -> Written:
    """Keep what is being written at an item; `base` is what stood there at `version`, when whoever writes read it.
    Where somebody else wrote meanwhile, the words of both stay. Raises `DomainError` where the minutes are final."""
    refuse_closed(item.meeting)
    lock_record(item)
    return _write(item, "said", text=text, base=base, version=version)


@transaction.atomic
def write_opening(*, minutes: Minutes, text: str, base: str, version: int, by: User) -> Written:
    """The same for what stands above the items. Whoever writes first is who wrote the minutes."""
    lock_record(minutes)
    refuse_closed(Meeting.objects.select_related("minutes").get(pk=minutes.meeting_id))
    minutes.recorder = minutes.recorder or by.person
    return _write(minutes, "opening", text=text, base=base, version=version, beside=["recorder"])


def _write(
    record: "AgendaItem | Minutes", name: str, *, text: str, base: str, version: int, beside: Sequence[str] = ()
) -> Written:
    present: str = getattr(record, name)
    is_overtaken = record.version != version and present != base
    whole = merge_texts(base=base, theirs=present, mine=text) if is_overtaken else text
    if whole != present:
        setattr(record, name, whole)
        record.full_clean()
        save_record(record, fields=[name, *beside])
    return Written(whole, record.version, is_overtaken and whole != text)


@transaction.atomic
def settle_item(*, item: AgendaItem, outcome: str) -> None:
    """Say what became of it. Raises `DomainError` where the minutes are final."""
    refuse_closed(item.meeting)
    lock_record(item)
    if item.outcome != outcome:
        item.outcome = Outcome(outcome)
        item.full_clean()
        save_record(item, fields=["outcome"])


@transaction.atomic
def note_attendance(*, meeting: Meeting, came: Mapping[int, Came]) -> None:
    """Write down who came, by the ids of the rows; who is not named stays as noted. Raises `DomainError` where the
    minutes are final, `ValidationError` where somebody stands in for themselves."""
    refuse_closed(meeting)
    for row in Attendance.objects.select_for_update(of=("self",)).filter(meeting=meeting, pk__in=came):
        presence, stood_in_by = came[row.pk]
        stood_in_by = stood_in_by if presence == Presence.STAND_IN else None
        if (row.presence, row.stood_in_by) != (presence, stood_in_by):
            row.presence, row.stood_in_by = Presence(presence), stood_in_by
            row.full_clean()
            row.save(update_fields=["presence", "stood_in_by"])
    settle_quorum(meeting)


@transaction.atomic
def record_action(
    *,
    meeting: Meeting,
    by: User,
    text: str,
    owner: Person,
    side: str,
    due_on: date | None = None,
    tells_now: bool = False,
    agenda_item: AgendaItem | None = None,
) -> ActionItem:
    """Give somebody something to do, as the meeting agreed; `tells_now` writes to an owner at a partner before the
    minutes are out. Raises as `add_action`, and `DomainError` where the minutes are final or the item is another
    meeting's."""
    refuse_closed(meeting)
    if agenda_item and agenda_item.meeting_id != meeting.pk:
        raise DomainError(_("This item is not on the agenda of this meeting."))
    action = add_action(
        scope=meeting.committee.scope,
        by=by,
        source_label=str(meeting),
        source_url=meeting.get_absolute_url(),
        text=text,
        owner=owner,
        side=side,
        due_on=due_on,
        tells_now=tells_now,
    )
    MeetingAction.objects.create(meeting=meeting, agenda_item=agenda_item, action=action)
    return action
