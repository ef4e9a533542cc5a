"""Somebody arrives whom the company has signed in."""

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _

from coe_hub.identity.directory import close, directory_account
from coe_hub.identity.errors import SignInRefused
from coe_hub.identity.group_roles import settle_roles
from coe_hub.identity.openid import Claims
from coe_hub.lib.addresses import one_address
from coe_hub.lib.history import COMPANY, acting
from coe_hub.lib.identity_providers import IdentityProvider
from coe_hub.people.accounts.vouched import Vouched, account_of
from coe_hub.people.models import User


def sign_in(*, provider: IdentityProvider, claims: Claims) -> SocialAccount:
    """The account that comes in, tied to whoever the provider means, with the roles of their groups.

    At the first time it is made or found by the address, which has to be verified and of the provider's domains; from
    then on by the provider's own name for the person. Raises `SignInRefused` for what is refused; the account of
    somebody who has left the group of those who may come is closed as well.
    """
    with acting(by=None, reason=COMPANY):
        has_left = _left(provider, claims)
        if has_left is not None:
            close(has_left)
        _refuse_group(provider, claims)
        return _admitted(provider, claims)


def _known(provider: IdentityProvider, claims: Claims) -> SocialAccount | None:
    known = SocialAccount.objects.select_related("user__person")
    return known.filter(provider=provider.code, uid=claims.subject).first()


def _is_in(group: str, claims: Claims) -> bool:
    return group.casefold() in {one.casefold() for one in claims.groups or ()}


def _left(provider: IdentityProvider, claims: Claims) -> User | None:
    """The account of somebody who was let in before and is not in the group any more, as far as the answer tells."""
    if not provider.group or claims.groups is None or _is_in(provider.group, claims):
        return None
    link = _known(provider, claims)
    return link.user if link and not link.user.is_break_glass else None


def _refuse_group(provider: IdentityProvider, claims: Claims) -> None:
    if provider.group and not _is_in(provider.group, claims):
        raise SignInRefused(
            _("You are not in the group “%(group)s”. Ask whoever looks after accounts to add you.")
            % {"group": provider.group}
        )


@transaction.atomic
def _admitted(provider: IdentityProvider, claims: Claims) -> SocialAccount:
    link = _known(provider, claims) or _tied(provider, claims)
    if not link.user.is_active:
        raise SignInRefused(_("Your account in the hub is closed. Ask your alliance management team to open it again."))
    kept = directory_account(link.user)
    if claims.groups is not None:
        kept.claimed_groups = sorted(claims.groups)
        kept.save(update_fields=["claimed_groups"])
    settle_roles(link.user)
    return link


def _tied(provider: IdentityProvider, claims: Claims) -> SocialAccount:
    """The first time: tie whoever the provider means to the account of their address."""
    email = _address(provider, claims)
    user = account_of(
        Vouched(
            email=email,
            family_name=claims.family_name,
            given_name=claims.given_name,
            whole_name=claims.whole_name,
            language=claims.language,
            time_zone=claims.time_zone,
        )
    )
    if SocialAccount.objects.filter(provider=provider.code, user=user).exists():
        raise SignInRefused(
            _("%(email)s is the address of somebody else who signs in by it. Ask your alliance management team.")
            % {"email": email}
        )
    return SocialAccount.objects.create(provider=provider.code, uid=claims.subject, user=user)


def _address(provider: IdentityProvider, claims: Claims) -> str:
    """The address, as the hub writes it. Raises `SignInRefused` for one that nobody vouches for."""
    email = one_address(claims.email)
    words = {"email": email}
    if not email:
        raise SignInRefused(_("It tells the hub no e-mail address. Whoever looks after it has to let it."))
    if not claims.is_verified:
        raise SignInRefused(
            _("It has not verified your address %(email)s, so the hub cannot know that it is yours. Have it verified.")
            % words
        )
    if not provider.vouches_for(email):
        raise SignInRefused(
            _("Addresses such as %(email)s are not signed in by it. Use your company’s address.") % words
        )
    return email
