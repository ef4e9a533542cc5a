"""Writing down by which charter a committee works."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alliances.agreements.models import Agreement
from coe_hub.lib.errors import DomainError
from coe_hub.people.models import User
from governance.committees.models import Basis, Charter, Committee


@transaction.atomic
def set_charter(
    *,
    committee: Committee,
    by: User | None,
    basis: str,
    valid_from: date,
    reason: str,
    needs_amendment: bool = False,
    **said: Any,
) -> Charter:
    """Write down what the charter is from a day on; `said` are the columns of `Charter.SAID`.

    Raises `TypeError` where `said` has a name that no charter has, `ValidationError` where a value is refused,
    `DomainError` where the agreement is another alliance's or behind a wall that the committee is not behind.
    """
    if unknown := set(said) - set(Charter.SAID):
        raise TypeError(f"No charter says {', '.join(sorted(unknown))}.")
    is_departure = needs_amendment and basis == Basis.OPERATED
    charter = Charter(committee=committee, by=by, basis=basis, valid_from=valid_from, reason=reason, **said)
    charter.needs_amendment = is_departure
    if charter.agreement:
        refuse_other_agreement(committee, charter.agreement)
    charter.full_clean()
    charter.save()
    return charter


@transaction.atomic
def name_amendment(*, charter: Charter, amendment: Agreement) -> None:
    """Say which amendment brought the contract after what is done. Raises `DomainError` where none was needed, or the
    agreement is another alliance's."""
    charter = Charter.objects.select_for_update(of=("self",)).select_related("committee").get(pk=charter.pk)
    if not charter.needs_amendment:
        raise DomainError(_("This change needs no amendment."))
    refuse_other_agreement(charter.committee, amendment)
    charter.amendment = amendment
    charter.save(update_fields=["amendment"])


def refuse_other_agreement(committee: Committee, agreement: Agreement) -> None:
    """What a committee works by is an agreement of its own alliance, which whoever sees the committee sees."""
    around = {committee.scope_id, committee.alliance.scope_id if committee.alliance else None}
    if agreement.alliance_id != committee.alliance_id or agreement.scope_id not in around:
        raise DomainError(_("Choose an agreement of this alliance."), field="agreement")
