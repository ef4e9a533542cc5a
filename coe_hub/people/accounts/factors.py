"""Second factors: whose account asks for one, how their secrets are kept, and taking one away from who lost it."""

from typing import Any
from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.lib.access import GlobalRole
from coe_hub.lib.addresses import safe_target
from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import acting
from coe_hub.lib.sealing import FACTOR_SECRETS, seal
from coe_hub.lib.tasks import send_in_background
from coe_hub.people.accounts.browsers import end_sessions
from coe_hub.people.models import User

# What shows that it is them; recovery codes only stand in for these.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
EVERYBODY = "everybody"  # in MFA_REQUIRED_ROLES, for accounts without a role as well
# Where somebody was going who had to set one up first; `mfa/_go_on.html` leads there.
AFTERWARDS = "after_factor"
# In a session: the company asked for more than a password, so the hub does not ask for it again.
COMPANY_FACTOR = "company_factor"


class FactorAdapter(DefaultMFAAdapter):
    """How allauth's second factors behave here: secrets are sealed, and passkeys belong to the hub's own address."""

    def encrypt(self, text: str) -> str:
        """Sealed, so that a copy of the database makes no codes."""
        return seal(FACTOR_SECRETS).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed."""
        return seal(FACTOR_SECRETS).decrypt(encrypted_text.encode()).decode()

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """Whether a factor is asked for now: not where the company has just done so."""
        return not getattr(context.request, "company_factor", False) and super().is_mfa_enabled(user, types)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The hub's address, whatever the request says of it."""
        return {"id": urlsplit(settings.HUB_URL).hostname or "localhost", "name": "CoE Hub"}

    def generate_authenticator_name(self, user: Any, type: str) -> str:  # noqa: A002  WONTFIX allauth calls it so
        """What a passkey is called until its owner calls it something else."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}


def has_factor(user: User) -> bool:
    """Whether the account asks for more than a password."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def is_factor_required(user: User) -> bool:
    """Whether one of the account's roles asks for a second factor (`MFA_REQUIRED_ROLES`), or everybody is asked."""
    return EVERYBODY in settings.MFA_REQUIRED_ROLES or user.has_role(*settings.MFA_REQUIRED_ROLES)


def lead_to_set_up(request: HttpRequest) -> HttpResponse:
    """To the page on which a factor is set up; afterwards it leads back to where the reader was."""
    asked = request.get_full_path()
    if request.method != "GET":
        asked = safe_target(request, request.headers.get("Referer", ""), default=reverse(settings.LOGIN_REDIRECT_URL))
    request.session[AFTERWARDS] = asked
    target = reverse("mfa_index")
    if getattr(request, "htmx", False):
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    return redirect(target)


def refuse_unknown_roles() -> None:
    """Raise `ImproperlyConfigured` where the setting names a role that nobody can have."""
    if unknown := sorted(set(settings.MFA_REQUIRED_ROLES) - {EVERYBODY, *GlobalRole.values}):
        known = ", ".join([*GlobalRole.values, EVERYBODY])
        raise ImproperlyConfigured(f"MFA_REQUIRED_ROLES names {', '.join(unknown)}. Roles are: {known}.")


@transaction.atomic
def reset_factors(*, account: User, reason: str, by: User) -> None:
    """Take all second factors of somebody who lost them, end their sessions and tell them. Raises `DomainError` for
    one's own, and where there is none."""
    if account.pk == by.pk:
        raise DomainError(_("Your own is changed on your own page. Ask another admin if you lost it."))
    gone, _rows = Authenticator.objects.filter(user=account).delete()
    if not gone:
        raise DomainError(_("There is no second factor to take away."))
    with acting(by=by, reason=reason):
        account.factor_reset_at = timezone.now()
        account.save(update_fields=["factor_reset_at"])
    end_sessions(account)
    send_in_background(
        "factor_reset",
        to=account.email,
        language=account.language,
        context={
            "name": account.person.display_name,
            "by": by.person.display_name,
            "reason": reason,
            "url": settings.HUB_URL + reverse("mfa_index"),
        },
    )
