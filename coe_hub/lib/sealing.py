"""What only this hub reads again: positions in lists, secrets of webhooks and factors, mails for a worker."""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


@cache
def seal(purpose: str) -> MultiFernet:
    """The lock of one purpose. It follows SECRET_KEY; what SECRET_KEY_FALLBACKS sealed opens as well."""
    return MultiFernet([_lock(purpose, str(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _lock(purpose: str, key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"{purpose}:{key}".encode()).digest()))
