"""Planning a meeting, calling it, moving it, calling it off, and noting that it was held."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.lib.calendars.mails import cancellation, change, invitation
from coe_hub.lib.editing import set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import save_record
from coe_hub.people.directory.correspondence import as_guests
from coe_hub.people.models import Person, User
from governance.committees.models import Committee, SeatRole
from governance.committees.seats import side_in, sitting
from governance.meetings.actions.agenda import carry_over
from governance.meetings.clock import settle_days
from governance.meetings.invitations import as_meeting, invited_people, meeting_event
from governance.meetings.models import Attendance, Meeting, MeetingValues, Minutes


@transaction.atomic
def plan_meeting(*, committee: Committee, by: User, **values: Unpack[MeetingValues]) -> Meeting:
    """Set an hour for a meeting; nobody is told yet. What stayed open at the last one comes onto its agenda.

    Raises `DomainError` where the committee or its alliance was put away, `ValidationError` where a value is refused.
    """
    refuse_put_away(committee)
    meeting = Meeting(committee=committee, by=by)
    set_values(meeting, values)
    meeting.full_clean()
    meeting.save()
    Minutes.objects.create(meeting=meeting)
    settle_days(meeting)
    carry_over(committee)
    return meeting


@transaction.atomic
def plan_meetings(
    *, committee: Committee, by: User, starts: Sequence[datetime], **values: Unpack[MeetingValues]
) -> int:
    """Set several hours at once, alike but for the day; nobody is told yet. Returns how many. All or none: raises as
    `plan_meeting`, and `DomainError` where none is chosen or one has passed."""
    if not starts:
        raise DomainError(_("Choose at least one day."), field="days")
    for starts_at in sorted(starts):
        _refuse_the_past(starts_at)
        each: MeetingValues = {**values, "starts_at": starts_at}
        plan_meeting(committee=committee, by=by, **each)
    return len(starts)


@transaction.atomic
def edit_meeting(*, meeting: Meeting, version: int, **values: Unpack[MeetingValues]) -> None:
    """Write what was edited; once it is called, everybody invited is told what changed.

    Raises `LostUpdateError` where it was saved since `version`, `DomainError` where it was held or cancelled.
    """
    locked = _locked(meeting)
    before = meeting_event(locked)
    is_other = any(getattr(locked, name) != value for name, value in values.items())
    fields = set_values(locked, values)
    if locked.called_at and is_other:
        if locked.starts_at != before.starts:
            _refuse_the_past(locked.starts_at)
        locked.sequence += 1
    locked.full_clean()
    _save(locked, [*fields, "sequence"], version=version)
    settle_days(locked)
    if locked.called_at and is_other:
        changed = as_meeting(locked, invited_people(locked))
        change(changed, to=changed.guests, before=before)


@transaction.atomic
def call_meeting(*, meeting: Meeting, people: Sequence[Person]) -> None:
    """Invite people of both sides. Called a second time, who is new gets an invitation and who is no longer asked a
    cancellation. Raises `DomainError` where nobody is invited, its hour has passed, or it was held or cancelled."""
    locked = _locked(meeting)
    _refuse_the_past(locked.starts_at)
    invited = invited_people(locked)
    added = [person for person in people if person not in invited]
    removed = [person for person in invited if person not in people]
    if not people:
        raise DomainError(_("Choose at least one person to invite."), field="people")
    locked.attendance.filter(person__in=removed).delete()
    invite(locked, added)
    if locked.called_at and not (added or removed):
        return
    locked.sequence += 1 if locked.called_at else 0
    locked.called_at = locked.called_at or timezone.now()
    _save(locked, ["called_at", "sequence"])
    called, zone = as_meeting(locked, people), locked.time_zone
    invitation(called, to=as_guests(added, time_zone=zone))
    cancellation(called, to=as_guests(removed, time_zone=zone), is_held=True)


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str = "") -> None:
    """Call it off and tell everybody who was invited. Raises `DomainError` where it was held or cancelled."""
    locked = _locked(meeting)
    was_called = locked.called_at is not None
    locked.cancelled_at, locked.reason = timezone.now(), reason
    locked.sequence += 1
    locked.full_clean()
    _save(locked, ["cancelled_at", "reason", "sequence"])
    if was_called:
        cancelled = as_meeting(locked, invited_people(locked))
        cancellation(cancelled, to=cancelled.guests, reason=reason)


@transaction.atomic
def hold_meeting(*, meeting: Meeting) -> Meeting:
    """Note that it takes place. Who was not invited through the hub is asked to come as the seats are.

    Doing so twice changes nothing. Raises `DomainError` where it was cancelled or its day is still to come.
    """
    locked = _read(meeting)
    if locked.held_at:
        return locked
    if locked.cancelled_at:
        raise DomainError(_("This meeting was cancelled. Plan another one."))
    if not locked.has_come:
        raise DomainError(_("This meeting is still to come. Run it on its day, or move it first."))
    if not locked.attendance.exists():
        invite(locked, [seat.person for seat in sitting(locked.committee, locked.local_day)])
    locked.held_at = timezone.now()
    _save(locked, ["held_at"])
    return locked


def invite(meeting: Meeting, people: Iterable[Person]) -> None:
    """Ask people to come, each as they sit on the committee; who has no seat comes as a guest."""
    known = set(meeting.attendance.values_list("person", flat=True))
    seats = {seat.person_id: seat for seat in sitting(meeting.committee, meeting.local_day)}
    for person in people:
        if person.pk in known:
            continue
        seat = seats.get(person.pk)
        side = seat.side if seat else side_in(meeting.committee, person)
        Attendance.objects.create(meeting=meeting, person=person, side=side, role=seat.role if seat else SeatRole.GUEST)
        known.add(person.pk)


def refuse_put_away(committee: Committee) -> None:
    """Raise `DomainError` where nothing new can come to the committee."""
    if committee.is_archived:
        raise DomainError(_("This committee is archived. Restore it first."))
    if committee.alliance and committee.alliance.is_archived:
        raise DomainError(_("This alliance is archived. Restore it first."))


def _read(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("committee__alliance", "by__person")
    return rows.get(pk=meeting.pk)


def _locked(meeting: Meeting) -> Meeting:
    locked = _read(meeting)
    if not locked.is_to_come:
        raise DomainError(_("This meeting was cancelled or held meanwhile."))
    return locked


def _save(meeting: Meeting, fields: list[str], *, version: int | None = None) -> None:
    save_record(meeting, fields=fields, version=version)
    meeting.refresh_from_db(fields=["updated_at"])


def _refuse_the_past(starts_at: datetime) -> None:
    if starts_at <= timezone.now():
        raise DomainError(_("This time has passed. Choose a later one."), field="on_date")
