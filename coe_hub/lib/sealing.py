"""What only this hub reads again: positions in lists, secrets of webhooks and factors, mails for a worker."""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

WEBHOOKS, FACTOR_SECRETS, ANSWERS = "webhook secret", "second factor", "coe_hub.surveys"
# What lies sealed in tables: for which purpose, of which model, in which column (of a table of values, each text)
KEPT = (
    (WEBHOOKS, "api.Webhook", "sealed_secret"),
    (FACTOR_SECRETS, "mfa.Authenticator", "data"),
    (ANSWERS, "surveys.Ballot", "sealed"),
    (ANSWERS, "surveys.Draft", "sealed"),
)


@cache
def seal(purpose: str) -> MultiFernet:
    """The lock of one purpose. It follows SECRET_KEY; what SECRET_KEY_FALLBACKS sealed opens as well."""
    return MultiFernet([_lock(purpose, str(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _lock(purpose: str, key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"{purpose}:{key}".encode()).digest()))
