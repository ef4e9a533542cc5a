"""Whom the company lets people sign in by: OpenID Connect providers, as the environment names them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_CODE = re.compile(r"[a-z][a-z0-9]{0,29}")
_HERE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class IdentityProvider:
    """One of them. `domains` are those whose addresses it may vouch for; `group` is the one a person has to be in,
    empty where everybody may come whom the provider lets through; `groups_claim` is what a token calls them."""

    code: str
    name: str
    local_name: str
    issuer: str
    client_id: str
    secret: str
    domains: tuple[str, ...]
    groups_claim: str = "groups"
    group: str = ""
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    # What in a token's `amr` or `acr` says that it asked for more than a password (RFC 8176: mfa)
    factors: tuple[str, ...] = ("mfa",)

    def vouches_for(self, email: str) -> bool:
        """Whether an address is of one of its domains."""
        return email.rpartition("@")[2].lower() in self.domains


def read_providers(environment: Mapping[str, str]) -> tuple[IdentityProvider, ...]:
    """Those that `OIDC_PROVIDERS` lists, each with its `OIDC_<CODE>_…`. Raises `ImproperlyConfigured`, in one line that
    says what to do, for what is missing or malformed."""
    codes = _words(environment.get("OIDC_PROVIDERS", ""))
    if len(codes) != len(set(codes)):
        raise ImproperlyConfigured("OIDC_PROVIDERS names a provider twice.")
    return tuple(_read(code, environment) for code in codes)


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[,\s]+", text) if word]


def _read(code: str, environment: Mapping[str, str]) -> IdentityProvider:
    if not _CODE.fullmatch(code):
        raise ImproperlyConfigured(f"OIDC_PROVIDERS has “{code}”: use lower-case letters and digits, such as entra.")
    prefix = f"OIDC_{code.upper()}_"

    def given(name: str) -> str:
        return environment.get(prefix + name, "").strip()

    for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "DOMAINS"):
        if not given(name):
            raise ImproperlyConfigured(f"{prefix}{name} is not set, and OIDC_PROVIDERS names {code}.")
    issuer = urlsplit(given("ISSUER"))
    if issuer.scheme != "https" and issuer.hostname not in _HERE:
        raise ImproperlyConfigured(f"{prefix}ISSUER has to begin with https://.")
    name = given("NAME") or code.capitalize()
    return IdentityProvider(
        code=code,
        name=name,
        local_name=given("NAME_JA") or name,
        issuer=given("ISSUER"),
        client_id=given("CLIENT_ID"),
        secret=given("CLIENT_SECRET"),
        domains=tuple(word.lower().lstrip("@") for word in _words(given("DOMAINS"))),
        groups_claim=given("GROUPS_CLAIM") or "groups",
        group=given("GROUP"),
        scopes=tuple(dict.fromkeys(["openid", "profile", "email", *_words(given("SCOPES"))])),
        factors=tuple(_words(given("FACTORS") or "mfa")),
    )
