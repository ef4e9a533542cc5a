"""Tokens in links: the mail holds the token, the database its hash."""

import hashlib
import secrets


def new_token() -> str:
    """256 bits that nobody guesses, as they stand in an address."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
