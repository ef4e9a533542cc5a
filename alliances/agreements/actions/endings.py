"""Giving notice, terminating, and taking back what was wrong."""

from collections.abc import Collection
from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.agreements.duties import let_days_follow, settle_duties
from alliances.agreements.following import lock_days
from alliances.agreements.models import Agreement, Ending, EndingKind
from alliances.agreements.states import ENDED, State, standing
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record
from coe_hub.people.models import User


class EndingValues(TypedDict):
    """What is declared, and what each of it is."""

    given_on: date
    side: str
    reason: str
    ends_on: date
    survival: str


def give_notice(
    *,
    agreement: Agreement,
    by: User | None,
    lapsing: Collection[str] = (),
    surviving: Collection[str] = (),
    **values: Unpack[EndingValues],
) -> Ending:
    """Write down that it is not renewed: it ends with its term. Duties and errors as of `terminate`, and
    `DomainError` where a term that is not there would end."""
    return _declare(agreement, EndingKind.NOTICE, by, (lapsing, surviving), values)


def terminate(
    *,
    agreement: Agreement,
    by: User | None,
    lapsing: Collection[str] = (),
    surviving: Collection[str] = (),
    **values: Unpack[EndingValues],
) -> Ending:
    """Write down that it is ended before its time. `lapsing` are the keys of the `duties` that end with it, `surviving`
    those of which it was said that they do not; others outlive it as long as nobody behind their wall says otherwise.
    Raises `DomainError` where it binds nobody yet or any more, `ValidationError` where a value is refused or the same
    was declared already."""
    return _declare(agreement, EndingKind.TERMINATION, by, (lapsing, surviving), values)


@transaction.atomic
def take_back(*, ending: Ending, by: User | None, reason: str) -> None:
    """Make an ending that was wrong count for nothing; it stays to be read, and what ended with the agreement is owed
    again. Raises `DomainError` where somebody took it back already."""
    lock_days(ending.agreement.alliance)
    locked = Ending.objects.select_for_update(of=("self",)).get(pk=ending.pk)
    if locked.voided_at:
        raise DomainError(_("This was taken back already."))
    locked.voided_at, locked.voided_by, locked.void_reason = timezone.now(), by, reason
    locked.full_clean()
    locked.save(update_fields=["voided_at", "voided_by", "void_reason"])
    let_days_follow(ending.agreement, by)


@transaction.atomic
def _declare(
    agreement: Agreement,
    kind: EndingKind,
    by: User | None,
    duties: tuple[Collection[str], Collection[str]],
    values: EndingValues,
) -> Ending:
    lock_days(agreement.alliance)
    lock_record(agreement)
    if agreement.is_archived:
        raise DomainError(_("This agreement is archived. Restore it first."))
    if agreement.amends:
        raise DomainError(_("An amendment ends with what it amends. Go to that agreement."))
    _refuse_state(standing(agreement, timezone.localdate()).state)
    if kind == EndingKind.NOTICE and agreement.expires_on is None:
        raise DomainError(
            _("This agreement has no term that could run out. Write down when it expires, or terminate it.")
        )
    ending = Ending(agreement=agreement, kind=kind, by=by, **values)
    ending.full_clean()
    ending.save()
    settle_duties(ending, lapsing=duties[0], surviving=duties[1])
    let_days_follow(agreement, by)
    return ending


def _refuse_state(state: str) -> None:
    if state == State.DRAFT:
        raise DomainError(_("This agreement is not signed: there is nothing to end. Write down when it was signed."))
    if state in ENDED:
        raise DomainError(_("This agreement has ended already."))
