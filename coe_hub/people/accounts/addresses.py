"""The address of an account: with it somebody signs in, and by it they are written to. There is one, not two.

Members change their own by a link that goes to the new address; an admin changes anybody's. The old address is told.
"""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from coe_hub.lib.addresses import one_address
from coe_hub.lib.errors import DomainError
from coe_hub.lib.limits import Limit
from coe_hub.lib.tasks import send_in_background
from coe_hub.people.models import User

VALID_FOR = timedelta(days=3)
# Mails to addresses that nobody has confirmed, for one account.
ASKED = Limit("address", most=5, window=timedelta(hours=1))
_SALT = "address-change"


@dataclass(frozen=True)
class AddressChange:
    """What a link asks to be confirmed: whose address becomes which."""

    user_id: int
    old: str
    new: str


def refuse_taken(email: str, *, but: User) -> None:
    """Raise `ValidationError` where another account has the address."""
    if User.objects.filter(email__iexact=email).exclude(pk=but.pk).exists():
        raise ValidationError(_("There is an account with this e-mail already."), code="taken")


def ask_for_address(*, user: User, email: str) -> None:
    """Send a link to the new address; nothing changes before it is opened. Raises `DomainError` where there were too
    many."""
    if ASKED.is_reached(str(user.pk)):
        raise DomainError(_("Several mails are on their way already. Try again in an hour."), field="email")
    ASKED.count(str(user.pk))
    token = signing.dumps([user.pk, user.email, one_address(email)], salt=_SALT)
    send_in_background(
        "address_confirmation",
        to=email,
        language=user.language,
        context={
            "name": user.person.display_name,
            "url": settings.HUB_URL + reverse("address_confirm", args=[token]),
            "days": VALID_FOR.days,
        },
    )


def asked_change(token: str) -> AddressChange | None:
    """What the link of this token asks for; None where it ran out, was used, or is none."""
    try:
        change = AddressChange(*signing.loads(token, salt=_SALT, max_age=VALID_FOR))
    except signing.BadSignature:
        return None
    is_open = User.objects.filter(pk=change.user_id, email=change.old).exists()
    return change if is_open else None


@transaction.atomic
def change_address(*, account: User, email: str, by: User) -> None:
    """Let the account have this address from now on, and tell the old one and, where somebody else does it, the new
    one. Raises `ValidationError` where another account has it."""
    old, account.email = account.email, one_address(email)
    refuse_taken(account.email, but=account)
    account.full_clean()
    account.save(update_fields=["email"])
    account.write_address_to_person()
    EmailAddress.objects.filter(user=account).delete()
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    told = {old} | ({account.email} if by.pk != account.pk else set())
    for address in sorted(told):
        send_in_background(
            "address_changed",
            to=address,
            language=account.language,
            context={
                "name": account.person.display_name,
                "old": old,
                "new": account.email,
                "by": "" if by.pk == account.pk else by.person.display_name,
            },
        )
