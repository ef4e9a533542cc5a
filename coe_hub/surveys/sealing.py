"""Answers are sealed until their wave closes: who reads the tables, or a backup of them, reads nothing.

The key is made of the hub's `SECRET_KEY`, which stands in no table; keys that it had before open as well.
"""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

_LENGTHS = 512


def seal(content: dict[str, Any]) -> str:
    """The content as text that only the hub can open. Its length tells it in steps of 512 signs, not more."""
    text = json.dumps(content, ensure_ascii=True)
    padded = text + " " * (-len(text) % _LENGTHS)
    # Such a token carries a time in clear; ours says nothing.
    return _keys()[0].encrypt_at_time(padded.encode(), 0).decode()


def unseal(sealed: str) -> dict[str, Any]:
    """What was sealed. Raises `InvalidToken` where it was sealed under another key."""
    return json.loads(MultiFernet(_keys()).decrypt(sealed.encode()))


def _keys() -> list[Fernet]:
    return [_key(str(one)) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _key(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"coe_hub.surveys:" + secret.encode()).digest()))
