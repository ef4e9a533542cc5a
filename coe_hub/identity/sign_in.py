"""How allauth behaves where the company signs people in."""

from typing import Any
from urllib.parse import urlencode

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from requests import RequestException, Session

from coe_hub.identity.arrivals import sign_in
from coe_hub.identity.errors import SignInRefused
from coe_hub.lib.identity_providers import IdentityProvider
from coe_hub.people.accounts.sign_in import AccountAdapter as PeopleAccountAdapter

# In a session: where the company is told of its end; and, once it has ended, the whole address.
LEAVES_BY, LEAVING = "company_leaves_by", "company_leaving"


class AccountAdapter(PeopleAccountAdapter):
    """Who came in by the company goes out by it as well."""

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The page that tells the company, where it wants to be told."""
        return reverse("company_sign_out") if LEAVES_BY in request.session else super().get_logout_redirect_url(request)

    def logout(self, request: HttpRequest) -> None:
        """End the session, and keep nothing of it but where the company is told."""
        leaves_by = request.session.get(LEAVES_BY)
        super().logout(request)
        if leaves_by:
            request.session[LEAVING] = leaves_by


def leaving_address(provider: IdentityProvider, *, end_session: str, id_token: str) -> str:
    """Where a provider is told that somebody signs out (OpenID Connect RP-Initiated Logout); empty where it has no such
    address."""
    if not end_session:
        return ""
    back = settings.HUB_URL + reverse("account_login")
    asked = {"id_token_hint": id_token, "client_id": provider.client_id, "post_logout_redirect_uri": back}
    return f"{end_session}{'&' if '?' in end_session else '?'}{urlencode(asked)}"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Providers come from the environment, and accounts by the hub's own rules."""

    def get_requests_session(self) -> Session:
        """Follows nobody who leads elsewhere: the hub asks the addresses of the provider's own description."""
        session: Session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The provider of that code, or all."""
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=one.code,
                name=one.name,
                client_id=one.client_id,
                secret=one.secret,
                settings={"server_url": one.issuer.rstrip("/"), "scope": list(one.scopes)},
            )
            for one in settings.IDENTITY_PROVIDERS
            if provider in (None, "openid_connect", one.code) and client_id in (None, one.client_id)
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody signs up by allauth's pages: whoever may come in has an account before allauth asks."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find or make the account. Raises `SignInRefused`."""
        claims = sociallogin.claims
        if not claims.nonce or claims.nonce != sociallogin.state.get("nonce"):
            raise SignInRefused(_("Its answer belongs to another sign-in. Sign in again."))
        provider = next(one for one in settings.IDENTITY_PROVIDERS if one.code == sociallogin.account.provider)
        request.company_factor = claims.used_factor  # type: ignore[attr-defined]
        sociallogin.account = sign_in(provider=provider, claims=claims)
        sociallogin.user = sociallogin.account.user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Say in a line why nobody came in, and what to do."""
        raise ImmediateHttpResponse(refusal(request, provider.app.provider_id, error=error, exception=exception))


def refusal(request: HttpRequest, code: str, *, error: str | None = None, exception: Exception | None = None) -> Any:
    """The page that says so."""
    if isinstance(exception, SignInRefused):
        reason = str(exception)
    elif error == AuthError.CANCELLED:
        reason = _("You cancelled it, or you are not assigned to the hub there. Ask whoever looks after its accounts.")
    elif isinstance(exception, RequestException):
        reason = _("It does not answer. Try again in a few minutes.")
    elif exception is None and error == AuthError.UNKNOWN and "error" not in request.GET:
        reason = _("Its answer belongs to another sign-in, or to one that took too long. Sign in again.")
    else:
        reason = _("It does not accept the hub’s question. Whoever runs the hub finds more in its settings there.")
    provider = next(one for one in settings.IDENTITY_PROVIDERS if one.code == code)
    return render(request, "identity/company_return.html", {"reason": reason, "provider": provider}, status=403)
