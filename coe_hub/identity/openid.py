"""OpenID Connect: what a provider is asked, and what of its answer is believed.

allauth keeps state, PKCE and the exchange of the code. What it leaves out is here: a nonce, and an id token that is
always verified (OpenID Connect Core 3.1.3.7), though the specification lets whoever got it over TLS skip the signature.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from coe_hub.identity.errors import SignInRefused
from coe_hub.lib.identity_providers import IdentityProvider

# Signatures by a key that only the provider has: neither none, nor one that is made with our own secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
# How far two clocks may be apart.
_LEEWAY_SECONDS = 60
_MOST_GROUPS = 1_000
# What a description has to say.
_NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class Claims:
    """What a verified answer says of somebody. `groups` is None where it says nothing of groups."""

    subject: str
    nonce: str
    email: str
    is_verified: bool
    family_name: str
    given_name: str
    whole_name: str
    language: str
    time_zone: str
    groups: tuple[str, ...] | None
    used_factor: bool
    id_token: str
    end_session: str


class CompanyAdapter(OpenIDConnectOAuth2Adapter):
    """The conversation with one provider."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """The address that is registered at the provider."""
        return settings.HUB_URL + reverse("company_return", args=[self.provider_id])

    @property
    def known(self) -> IdentityProvider:
        """What the environment says of the provider."""
        return next(one for one in settings.IDENTITY_PROVIDERS if one.code == self.provider_id)

    @property
    def openid_config(self) -> dict[str, Any]:
        """Its own description. Raises `SignInRefused` where it is another's, or says too little."""
        config = super().openid_config
        if not isinstance(config, dict) or not all(isinstance(config.get(name), str) for name in _NEEDED):
            raise SignInRefused(_("Its description is incomplete."))
        if config["issuer"] != self.known.issuer:
            raise SignInRefused(_("It calls itself by another name than the hub was told (OIDC_…_ISSUER)."))
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Who it says has signed in. Raises `SignInRefused` where that cannot be believed."""
        raw = kwargs["response"].get("id_token")
        if not isinstance(raw, str):
            raise SignInRefused(_("Its answer holds no id token."))
        verified = self._verified(raw)
        sources = [verified]
        if self._says_too_little(verified) and self.openid_config.get("userinfo_endpoint"):
            more = self._fetch_user_info(token.token)
            if more.get("sub") != verified["sub"]:
                raise SignInRefused(_("Its answers are about two people."))
            sources.append(more)
        self.claims = self._read(sources, raw)
        account = SocialAccount(provider=self.provider_id, uid=self.claims.subject)
        login = SocialLogin(account=account, provider=self.get_provider())
        login.claims = self.claims
        return login

    def _verified(self, raw: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(raw)
            if header.get("alg") not in ALGORITHMS:
                raise SignInRefused(_("Its answer is not signed by a key of its own."))
            claims: dict[str, Any] = jwt.decode(
                raw,
                key=self._key(header),
                algorithms=[header["alg"]],
                audience=self.known.client_id,
                issuer=self.known.issuer,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except jwt.ExpiredSignatureError as error:
            raise SignInRefused(_("Its answer is too old. Sign in again.")) from error
        except jwt.InvalidIssuerError as error:
            raise SignInRefused(_("Its answer comes from somebody else.")) from error
        except jwt.InvalidAudienceError as error:
            raise SignInRefused(_("Its answer is meant for another program.")) from error
        except jwt.PyJWTError as error:
            raise SignInRefused(_("Its answer is not signed by a key of its own.")) from error
        to = claims.get("azp", self.known.client_id)
        if to != self.known.client_id or (isinstance(claims["aud"], list) and len(claims["aud"]) > 1):
            raise SignInRefused(_("Its answer is meant for another program."))
        return claims

    def _key(self, header: Mapping[str, Any]) -> Any:
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
            known = response.json()
        keys = [one for one in known.get("keys", []) if one.get("use", "sig") == "sig"]
        if "kid" in header:
            keys = [one for one in keys if one.get("kid") == header["kid"]]
        if len(keys) != 1:
            raise SignInRefused(_("Its answer is not signed by a key of its own."))
        return jwt.PyJWK.from_dict(keys[0], algorithm=header["alg"])

    def _says_too_little(self, claims: Mapping[str, Any]) -> bool:
        return not claims.get("email") or (bool(self.known.group) and self.known.groups_claim not in claims)

    def _read(self, sources: list[dict[str, Any]], raw: str) -> Claims:
        def text(name: str) -> str:
            found = (one[name] for one in sources if isinstance(one.get(name), str))
            return next(found, "").strip()

        with_email = [one for one in sources if isinstance(one.get("email"), str) and one["email"].strip()]
        vouched = [one for one in with_email if _is_verified(one)]
        told = next((one for one in [*vouched, *with_email]), {})
        groups = next((one[self.known.groups_claim] for one in sources if self.known.groups_claim in one), None)
        return Claims(
            subject=str(sources[0]["sub"]),
            nonce=str(sources[0].get("nonce", "")),
            email=str(told.get("email", "")).strip(),
            is_verified=bool(vouched),
            family_name=text("family_name"),
            given_name=text("given_name"),
            whole_name=text("name"),
            language=text("locale")[:2].lower(),
            time_zone=text("zoneinfo"),
            groups=_groups(groups),
            used_factor=_used_factor(sources[0], self.known.factors),
            id_token=raw,
            end_session=str(self.openid_config.get("end_session_endpoint", "")),
        )


def _is_verified(claims: Mapping[str, Any]) -> bool:
    """By the standard's claim, or by Entra ID's, which has none: whether the tenant owns the address's domain."""
    return any(claims.get(name) in (True, 1, "1", "true", "True") for name in ("email_verified", "xms_edov"))


def _used_factor(verified: Mapping[str, Any], factors: tuple[str, ...]) -> bool:
    """Whether the signed token says that more than a password was asked for, by one of these words."""
    told = verified.get("amr")
    words = [*(told if isinstance(told, list) else [told]), verified.get("acr")]
    return any(isinstance(one, str) and one in factors for one in words)


def _groups(found: Any) -> tuple[str, ...] | None:
    """A group each; one alone may come as a text. None where nothing is said of them."""
    if isinstance(found, str):
        found = [found]
    if not isinstance(found, list):
        return None
    names = [one.strip() for one in found if isinstance(one, str) and 0 < len(one.strip()) <= 200]
    return tuple(dict.fromkeys(names))[:_MOST_GROUPS]


class CompanyProvider(OpenIDConnectProvider):
    """A provider of `settings.IDENTITY_PROVIDERS`, asked for nothing but a sign-in."""

    oauth2_adapter_class = CompanyAdapter

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Where to go afterwards; what else allauth would take from an address (scopes, parameters, another purpose)
        is nobody's to choose."""
        nonce = secrets.token_urlsafe(24)
        found = super().get_redirect_from_request_kwargs(request)
        kept = {"next_url": found["next_url"]} if "next_url" in found else {}
        auth_params = {"nonce": nonce}
        return kept | {
            "process": AuthProcess.LOGIN,
            "nonce": nonce,
            "scope": self.get_scope(),
            "auth_params": auth_params,
        }
