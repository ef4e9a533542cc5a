"""What only this hub reads again: positions in lists, secrets of webhooks and factors, mails for a worker."""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet
from django.conf import settings


@cache
def seal(purpose: str) -> Fernet:
    """The lock of one purpose. It follows SECRET_KEY: whoever changes that makes new ones of what was sealed."""
    key = hashlib.sha256(f"{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
