"""Giving somebody the role of an auditor for a time and for some alliances; it ends by itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.audit.models import Mandate, MandateScope
from coe_hub.audit.trail import Asked
from coe_hub.lib.access import GlobalRole
from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import acting
from coe_hub.people.accounts.actions import edit_account
from coe_hub.people.models import User

# What is longer is no audit any more.
LONGEST = timedelta(days=366)
ENDED = "the audit is over"


@transaction.atomic
def give_mandate(
    *,
    account: User,
    ends_on: date,
    scopes: Iterable[int],
    looks_from: date | None,
    looks_until: date | None,
    kinds: Iterable[str] = (),
    closes: bool,
    reason: str,
    by: User,
) -> Mandate:
    """Make the account an auditor until `ends_on`, in place of an earlier mandate. `scopes` are ids of what it is for,
    `kinds` labels of records; none: all the auditor may see. Raises `DomainError` for a last day that has passed or is
    too far away."""
    today = timezone.localdate()
    if not today <= ends_on <= today + LONGEST:
        raise DomainError(_("Give a last day from today on, within a year."), field="ends_on")
    if account.pk == by.pk:
        raise DomainError(_("Nobody audits by their own leave. Ask another admin."))
    with acting(by=by, reason=reason):
        account.mandates.filter(ended_at__isnull=True).update(ended_at=timezone.now())
        mandate = Mandate(
            account=account,
            ends_on=ends_on,
            looks_from=looks_from,
            looks_until=looks_until,
            kinds=sorted(set(kinds)),
            closes=closes,
            reason=reason,
            by=by,
        )
        mandate.full_clean()
        mandate.save()
        MandateScope.objects.bulk_create(MandateScope(mandate=mandate, scope_id=one) for one in sorted(set(scopes)))
    edit_account(account=account, roles={*account.roles, GlobalRole.AUDITOR}, is_active=True, by=by, reason=reason)
    return mandate


@transaction.atomic
def end_mandates(today: date | None = None) -> int:
    """End those whose last day has passed: the role goes, and the account closes where that was said. How many."""
    over = Mandate.objects.over(today or timezone.localdate()).select_related("account").select_for_update(of=("self",))
    ended = 0
    for mandate in over:
        with acting(by=None, reason=ENDED):
            mandate.ended_at = timezone.now()
            mandate.save(update_fields=["ended_at"])
        account = mandate.account
        roles = [code for code in account.roles if code != GlobalRole.AUDITOR]
        stays = account.is_active and not mandate.closes
        edit_account(account=account, roles=roles, is_active=stays, by=None, reason=ENDED)
        ended += 1
    return ended


def mandate_of(user: User) -> Mandate | None:
    """What an auditor's role holds for now; None where nothing narrows it."""
    if not user.has_role(GlobalRole.AUDITOR) or user.has_role(GlobalRole.ADMIN):
        return None
    return user.mandates.filter(ended_at__isnull=True).prefetch_related("scopes").first()


def within(asked: Asked, mandate: Mandate | None) -> Asked:
    """What is asked of the trail, as far as the mandate goes."""
    if mandate is None:
        return asked
    since, until = mandate.looks_from, mandate.looks_until
    begin = datetime.combine(since, time(), UTC) if since else None
    end = datetime.combine(until + timedelta(days=1), time(), UTC) if until else None
    scopes = {one.scope_id for one in mandate.scopes.all()}
    return replace(
        asked,
        since=max(filter(None, (asked.since, begin)), default=None),
        until=min(filter(None, (asked.until, end)), default=None),
        within=mandate.kinds,
        scopes=asked.scopes if not scopes else sorted(scopes if asked.scopes is None else scopes & set(asked.scopes)),
    )
