"""What becomes of a due day: fulfilled, waived, disputed, extended or void, each with its reason, and taken back."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.obligations.models import Fulfilment
from alliances.obligations.planning import lock_plan, replan
from alliances.obligations.telling import tell_moves
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import save_record
from coe_hub.people.models import Person, User


class Way(StrEnum):
    """What can be said of a due day besides that it was fulfilled; each needs a reason."""

    WAIVE = "waive"
    DISPUTE = "dispute"
    EXTEND = "extend"
    VOID = "void"


_SETTLING = [
    "fulfilled_on", "fulfilled_by", "fulfilled_note", "waived_on", "waived_by", "waived_why", "disputed_on",
    "disputed_by", "disputed_why", "voided_on", "voided_by", "voided_why",
]  # fmt: skip


@transaction.atomic
def fulfil(
    *,
    fulfilment: Fulfilment,
    by: User | None,
    by_person: Person | None = None,
    on: date | None = None,
    note: str = "",
) -> Fulfilment:
    """Say that it was done, on a day (today where none is given), by an account or the holder of a link. What is
    counted from it follows. Doing so twice changes nothing. Raises `DomainError` where it was waived or is void, or the
    day is still to come."""
    person = by.person if by else by_person
    if person is None:
        raise ValueError("Somebody fulfils an obligation.")
    locked = _locked(fulfilment)
    if locked.fulfilled_on:
        return locked
    _refuse_settled(locked)
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise DomainError(_("This day is still to come. Choose today or an earlier day."), field="on")
    locked.fulfilled_on, locked.fulfilled_by, locked.fulfilled_note = day, person, note
    _save(locked, ["fulfilled_on", "fulfilled_by", "fulfilled_note"])
    tell_moves(replan(locked.obligation.alliance), by=by, cause=locked.obligation)
    return locked


@transaction.atomic
def take_back(*, fulfilment: Fulfilment, by: User) -> Fulfilment:
    """As if nothing had been said of it but an extension; what is counted from it follows."""
    locked = _locked(fulfilment)
    for fact in ("fulfilled", "waived", "disputed", "voided"):
        setattr(locked, f"{fact}_on", None)
        setattr(locked, f"{fact}_by", None)
        setattr(locked, f"{fact}_{'note' if fact == 'fulfilled' else 'why'}", "")
    _save(locked, _SETTLING)
    tell_moves(replan(locked.obligation.alliance), by=by, cause=locked.obligation)
    return locked


@transaction.atomic
def waive(*, fulfilment: Fulfilment, by: User, why: str) -> Fulfilment:
    """It need not be done: somebody who may say so did. Raises `DomainError` where it is settled already."""
    return _say(fulfilment, "waived", by, why)


@transaction.atomic
def dispute(*, fulfilment: Fulfilment, by: User, why: str) -> Fulfilment:
    """The sides do not agree whether it is owed, or done. It stays open. Raises as `waive`."""
    return _say(fulfilment, "disputed", by, why)


@transaction.atomic
def make_void(*, fulfilment: Fulfilment, by: User, why: str) -> Fulfilment:
    """It is owed no more, since what it stands for does not come to pass. Raises as `waive`."""
    return _say(fulfilment, "voided", by, why)


@transaction.atomic
def extend(*, fulfilment: Fulfilment, by: User, to: date, why: str) -> Fulfilment:
    """Both sides agreed to a later day. Where its base moves beyond that, the base counts. Raises `DomainError` where
    the day is not a later one."""
    locked = _locked(fulfilment)
    _refuse_settled(locked)
    if locked.due_on and to <= locked.due_on and not locked.extended_to:
        raise DomainError(_("An extension leads to a later day than the one it has."), field="to")
    locked.extended_to, locked.extended_why = to, why
    _save(locked, ["extended_to", "extended_why"])
    tell_moves(replan(locked.obligation.alliance), by=by, cause=locked.obligation, why=why)
    return locked


WAYS: dict[Way, Callable[..., Fulfilment]] = {
    Way.WAIVE: waive,
    Way.DISPUTE: dispute,
    Way.EXTEND: extend,
    Way.VOID: make_void,
}


def _say(fulfilment: Fulfilment, fact: str, by: User, why: str) -> Fulfilment:
    locked = _locked(fulfilment)
    _refuse_settled(locked)
    setattr(locked, f"{fact}_on", timezone.localdate())
    setattr(locked, f"{fact}_by", by.person)
    setattr(locked, f"{fact}_why", why)
    _save(locked, [f"{fact}_on", f"{fact}_by", f"{fact}_why"])
    tell_moves(replan(locked.obligation.alliance), by=by, cause=locked.obligation, why=why)
    return locked


def _locked(fulfilment: Fulfilment) -> Fulfilment:
    """The row as it is now, and the plan with it, nobody else's to change until the transaction ends."""
    lock_plan(fulfilment.obligation.alliance)
    rows = Fulfilment.objects.select_for_update(of=("self",))
    return rows.select_related("obligation__alliance__scope", "obligation__event", "obligation__scope").get(
        pk=fulfilment.pk
    )


def _refuse_settled(row: Fulfilment) -> None:
    if row.is_settled or row.is_void:
        raise DomainError(_("It is settled already. Take that back first."))


def _save(row: Fulfilment, fields: list[str]) -> None:
    row.full_clean()
    save_record(row, fields=fields)
