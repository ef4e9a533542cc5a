"""Agreeing on an hour for the next review: everybody invited is told by mail, and so are their calendars."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from alliances.reviews.appointments import appointment_event, as_meeting, invited_people
from alliances.reviews.models import AppointmentValues, Review, ReviewAppointment, ReviewInvitee
from coe_hub.lib.calendars.mails import cancellation, change, invitation
from coe_hub.lib.editing import refuse_unknown, set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import save_record
from coe_hub.people.directory.correspondence import as_guests
from coe_hub.people.models import Person, User


@transaction.atomic
def plan_review(
    *, alliance: Alliance, people: Sequence[Person], by: User, **values: Unpack[AppointmentValues]
) -> ReviewAppointment:
    """Set a time for the next review and invite `people`. Raises `DomainError` where nobody is invited, the time
    has passed or the alliance is archived, `ValidationError` where a value is refused or there is an appointment
    already."""
    if Alliance.objects.select_for_update(of=("self",)).get(pk=alliance.pk).is_archived:
        raise DomainError(_("This alliance is archived. Restore it first, then set a time."))
    refuse_unknown(ReviewAppointment, values)
    appointment = ReviewAppointment(alliance=alliance, by=by, **values)
    _refuse_the_past(appointment.starts_at)
    appointment.full_clean()
    appointment.save()
    _invite(appointment, people)
    meeting = as_meeting(appointment, people)
    invitation(meeting, to=meeting.guests)
    return appointment


@transaction.atomic
def change_appointment(
    *, appointment: ReviewAppointment, version: int, people: Sequence[Person], **values: Unpack[AppointmentValues]
) -> None:
    """Write the appointment anew and tell whom it concerns: who is invited now gets an invitation, who no longer is
    a cancellation, and the others the change, if there is one. Raises as `plan_review`, and `LostUpdateError` where
    it was saved since `version`."""
    locked = _locked(appointment)
    before, invited = appointment_event(locked), invited_people(locked)
    added = [person for person in people if person not in invited]
    removed = [person for person in invited if person not in people]
    is_other = any(getattr(locked, name) != value for name, value in values.items())
    if not (is_other or added or removed):
        return
    fields = set_values(locked, values)
    if locked.starts_at != before.starts:
        _refuse_the_past(locked.starts_at)
    locked.sequence += 1
    locked.full_clean()
    _save(locked, [*fields, "sequence"], version=version)
    locked.invitees.filter(person__in=removed).delete()
    _invite(locked, added)
    meeting, zone = as_meeting(locked, people), locked.time_zone
    invitation(meeting, to=as_guests(added, time_zone=zone))
    cancellation(meeting, to=as_guests(removed, time_zone=zone), is_held=True)
    if is_other:
        staying = [person for person in people if person in invited]
        change(meeting, to=as_guests(staying, time_zone=zone), before=before)


@transaction.atomic
def pass_on_appointment(*, appointment: ReviewAppointment, giver: Person, taker: Person) -> None:
    """Let `taker` come in the place of `giver`: invited instead of them, and called for by them where `giver` called
    for it and `taker` has an account. Everybody invited is told by a new version of it."""
    locked = _locked(appointment)
    before = appointment_event(locked)
    account = User.objects.active().filter(person=taker).first()
    is_called_for = account is not None and locked.by.person_id == giver.pk
    if account and is_called_for:
        locked.by = account
    locked.sequence += 1
    _save(locked, ["by", "sequence"])
    were_invited = invited_people(locked)
    locked.invitees.filter(person=giver).delete()
    if giver in were_invited and taker not in were_invited:
        _invite(locked, [taker])
    people, zone = invited_people(locked), locked.time_zone
    meeting = as_meeting(locked, people)
    invitation(meeting, to=as_guests([one for one in people if one not in were_invited], time_zone=zone))
    gone = [one for one in were_invited if one not in people and not one.is_gone]
    cancellation(meeting, to=as_guests(gone, time_zone=zone), is_held=True)
    if is_called_for:
        change(meeting, to=as_guests([one for one in people if one in were_invited], time_zone=zone), before=before)


@transaction.atomic
def cancel_appointment(*, appointment: ReviewAppointment, reason: str = "") -> None:
    """Call it off and tell everybody invited. Raises `DomainError` where it was called off or held meanwhile."""
    locked = _locked(appointment)
    locked.cancelled_at, locked.reason = timezone.now(), reason
    locked.sequence += 1
    locked.full_clean()
    _save(locked, ["cancelled_at", "reason", "sequence"])
    meeting = as_meeting(locked, invited_people(locked))
    cancellation(meeting, to=meeting.guests, reason=reason)


def cancel_open_appointment(alliance: Alliance) -> None:
    """Nothing of the alliance is due any more: an hour that was agreed for its review is called off."""
    for appointment in alliance.appointments.open():
        cancel_appointment(appointment=appointment)


def close_appointment(*, review: Review) -> None:
    """The review was done. Its appointment led to it; one whose hour is still to come is called off."""
    for appointment in review.alliance.appointments.open():
        if appointment.starts_at > timezone.now():
            cancel_appointment(appointment=appointment)
        else:
            appointment.review = review
            _save(appointment, ["review"])


def _locked(appointment: ReviewAppointment) -> ReviewAppointment:
    found = ReviewAppointment.objects.open().select_for_update(of=("self",)).select_related("alliance", "by__person")
    locked = found.filter(pk=appointment.pk).first()
    if locked is None:
        raise DomainError(_("This appointment was cancelled or held meanwhile. Go back to the alliance."))
    return locked


def _save(appointment: ReviewAppointment, fields: list[str], *, version: int | None = None) -> None:
    save_record(appointment, fields=fields, version=version)
    appointment.refresh_from_db(fields=["updated_at"])


def _invite(appointment: ReviewAppointment, people: Iterable[Person]) -> None:
    rows = [ReviewInvitee.objects.create(appointment=appointment, person=person) for person in people]
    if not rows and not appointment.invitees.exists():
        raise DomainError(_("Choose at least one person to invite."), field="people")


def _refuse_the_past(starts_at: datetime) -> None:
    if starts_at <= timezone.now():
        raise DomainError(_("This time has passed. Choose a later one."), field="on_date")
