"""What the company's directory does to accounts: close and open them, and say what hangs on those who left."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.identity.models import DirectoryAccount
from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import COMPANY
from coe_hub.people.accounts.actions import edit_account
from coe_hub.people.handover.belongings import holdings
from coe_hub.people.models import User


def directory_account(user: User) -> DirectoryAccount:
    """What the company says of the account; made where it said nothing yet."""
    return DirectoryAccount.objects.get_or_create(user=user)[0]


def forget_closing(account: User) -> None:
    """Whatever the company said before: this time it was not the company that closed it."""
    DirectoryAccount.objects.filter(user=account, closed_at__isnull=False).update(closed_at=None)


@transaction.atomic
def close(account: User) -> None:
    """Let somebody who left sign in no more; what they are signed in with ends, tokens and feeds as well. What hangs on
    them stays until an admin hands it over. Raises `DomainError` for an admin who is kept for emergencies."""
    if account.is_break_glass:
        raise DomainError(_("This account is kept for emergencies (BREAK_GLASS_ADMINS). Take it out of there first."))
    if not account.is_active:
        return
    edit_account(account=account, roles=account.roles, is_active=False, by=None, reason=COMPANY)
    kept = directory_account(account)
    kept.closed_at = timezone.now()
    kept.save(update_fields=["closed_at"])


@transaction.atomic
def open_again(account: User) -> None:
    """Let somebody whom the company closed come back. Raises `DomainError` where an admin closed the account: then only
    an admin opens it."""
    if account.is_active:
        return
    kept = directory_account(account)
    if kept.closed_at is None:
        raise DomainError(_("An admin of the hub closed this account, and only an admin opens it again."))
    edit_account(account=account, roles=account.roles, is_active=True, by=None, reason=COMPANY)
    kept.closed_at = None
    kept.save(update_fields=["closed_at"])


@dataclass(frozen=True)
class Leaver:
    """Somebody whom the company closed, and how many things still hang on them."""

    account: User
    count: int


def leavers(user: User, *, most: int = 20) -> list[Leaver]:
    """Of those whom the company closed the last `most`, each on whom something still hangs, as `user` hands it over."""
    left = DirectoryAccount.objects.left().select_related("user__person").order_by("-closed_at", "-pk")
    found = []
    for one in left[:most]:
        held = holdings(one.user.person, user=user)
        if count := len(held.shown) + len(held.hidden):
            found.append(Leaver(one.user, count))
    return found
