"""Letting an agreement renew itself, and taking back what was wrong."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.agreements.models import Agreement, RenewalDecision
from alliances.agreements.states import ENDED, State, standing
from alliances.agreements.terms import end_by_notice
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record
from coe_hub.people.models import Person, User


def term_in_question(agreement: Agreement, today: date) -> date | None:
    """The last day of the term that notice given on that day would end; None where nothing renews itself."""
    if not agreement.renewed_months:
        return None
    return end_by_notice(
        agreement.expires_on, agreement.renewed_months, agreement.notice_months, agreement.notice_days, today
    )


@transaction.atomic
def let_renew(
    *, agreement: Agreement, by: User | None, decided_by: Person, decided_on: date, reason: str
) -> RenewalDecision:
    """Write down that no notice is given for this term: its day of notice is asked for no more, and the agreement says
    that it renews. Notice can still be given. Raises `DomainError` where nothing renews itself or it was decided
    already, `ValidationError` where a value is refused."""
    lock_record(agreement)
    today = timezone.localdate()
    stands, term = standing(agreement, today), term_in_question(agreement, today)
    _refuse(agreement, stands.state)
    if term is None:
        raise DomainError(_("This agreement does not renew itself. Write down on it how it goes on at the end."))
    decision = RenewalDecision(
        agreement=agreement, term_ends_on=term, decided_on=decided_on, decided_by=decided_by, reason=reason, by=by
    )
    decision.full_clean()
    decision.save()
    return decision


@transaction.atomic
def take_back_renewal(*, decision: RenewalDecision, by: User | None, reason: str) -> None:
    """Make the decision count for nothing: the day of notice is asked for again. It stays to be read. Raises
    `DomainError` where somebody took it back already."""
    locked = RenewalDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if locked.voided_at:
        raise DomainError(_("This was taken back already."))
    locked.voided_at, locked.voided_by, locked.void_reason = timezone.now(), by, reason
    locked.full_clean()
    locked.save(update_fields=["voided_at", "voided_by", "void_reason"])


def next_term_ends_on(agreement: Agreement, term: date) -> date | None:
    """The last day of the term that follows the one ending on `term`."""
    return end_by_notice(agreement.expires_on, agreement.renewed_months, None, None, term + timedelta(days=1))


def _refuse(agreement: Agreement, state: str) -> None:
    if agreement.is_archived:
        raise DomainError(_("This agreement is archived. Restore it first."))
    if agreement.amends:
        raise DomainError(_("An amendment goes on with what it amends. Go to that agreement."))
    if state == State.DRAFT:
        raise DomainError(_("This agreement is not signed: nothing renews itself. Write down when it was signed."))
    if state == State.NOTICE_GIVEN:
        raise DomainError(_("It was brought to its end. Take that back first, if it was wrong."))
    if state in ENDED:
        raise DomainError(_("This agreement has ended already."))
