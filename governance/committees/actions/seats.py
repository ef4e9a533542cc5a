"""Who comes to sit on a committee, and who leaves it."""

from datetime import date, timedelta
from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.lib.editing import set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record, save_record
from coe_hub.people.access.actions import set_grant
from coe_hub.people.models import Person, Side
from coe_hub.vocabulary.models import Access
from governance.committees.models import Committee, Seat, SeatRole, SeatValues
from governance.committees.seats import belongs, sees, side_in

_ACCESS = {
    SeatRole.CO_CHAIR: Access.LEAD,
    SeatRole.SECRETARY: Access.LEAD,
    SeatRole.MEMBER: Access.TEAM,
    SeatRole.OBSERVER: Access.VIEWER,
    SeatRole.GUEST: Access.VIEWER,
}


@transaction.atomic
def add_seat(*, committee: Committee, person: Person, **values: Unpack[SeatValues]) -> Seat:
    """Let somebody sit on the committee. On the Center of Excellence's own, that lets them in.

    Raises `DomainError` where they could not open it or do not belong to the alliance, `ValidationError` where they
    sit on it already or a value is refused.
    """
    seat = Seat(committee=committee, person=person, side=side_in(committee, person))
    set_values(seat, values)
    _refuse_blind(committee, person, seat.side)
    seat.full_clean()
    seat.save()
    _settle_access(committee)
    return seat


@transaction.atomic
def edit_seat(*, seat: Seat, version: int, **values: Unpack[SeatValues]) -> None:
    """Write what was edited. Raises `LostUpdateError` where it was saved since `version`, `DomainError` where nobody
    would look after one of the Center of Excellence's own committees."""
    fields = set_values(seat, values)
    seat.full_clean()
    save_record(seat, fields=fields, version=version)
    _settle_access(seat.committee)


@transaction.atomic
def end_seat(*, seat: Seat, on: date | None = None) -> None:
    """Their last day on the committee, as a rule today; the seat stays to be read. Raises as `edit_seat`."""
    lock_record(seat)
    seat.ends_on = on or timezone.localdate()
    if seat.starts_on and seat.starts_on > seat.ends_on:
        seat.starts_on = seat.ends_on
    seat.full_clean()
    save_record(seat, fields=["starts_on", "ends_on"])
    _settle_access(seat.committee)


@transaction.atomic
def pass_on_seat(*, seat: Seat, taker: Person) -> None:
    """Let `taker` sit there from tomorrow on; whoever sits there leaves today. Who has a seat already keeps that."""
    day = timezone.localdate()
    end_day = max(day, seat.starts_on or day)
    if not seat.committee.seats.taken_on(end_day + timedelta(days=1)).filter(person=taker).exists():
        taken = Seat(committee=seat.committee, person=taker, side=seat.side, role=seat.role, ends_on=seat.ends_on)
        taken.starts_on = day + timedelta(days=1)
        taken.full_clean()
        taken.save()
    end_seat(seat=seat, on=end_day)


def _refuse_blind(committee: Committee, person: Person, side: str) -> None:
    """Nobody sits where they cannot read what is decided."""
    if committee.is_own:
        return
    if side == Side.THEIRS and not belongs(committee, person):
        raise DomainError(
            _("%(name)s does not belong to a party of this alliance. Add them under People first.")
            % {"name": person.display_name},
            field="person",
        )
    if side == Side.OURS and not sees(committee, person):
        raise DomainError(
            _("%(name)s does not see this. Let them in first, then name them here.") % {"name": person.display_name},
            field="person",
        )


def _settle_access(committee: Committee) -> None:
    """Whoever sits on one of the Center of Excellence's own committees, or will, is let in as they sit there."""
    if not committee.is_own:
        return
    today = timezone.localdate()
    seats = [one for one in committee.seats.active() if one.ends_on is None or one.ends_on >= today]
    roles: dict[int, list[str]] = {one.person_id: [] for one in committee.seats.all()}
    roles |= {grant.person_id: [] for grant in committee.scope.grants.all()}
    for one in seats:
        roles[one.person_id].append(_ACCESS[SeatRole(one.role)])
    if not any(Access.LEAD in found for found in roles.values()):
        raise DomainError(_("Somebody must look after it. Name another co-chair or secretary first."))
    for person in Person.objects.filter(pk__in=roles):
        set_grant(scope=committee.scope, person=person, roles=roles[person.pk])
