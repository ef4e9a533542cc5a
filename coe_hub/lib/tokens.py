"""Secrets that stand in an address: shown once, and only their hash is kept."""

import hashlib
import secrets


def new_token() -> str:
    """Forty-three characters that nobody can guess."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
