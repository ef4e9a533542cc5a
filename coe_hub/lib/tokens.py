"""Secrets that open something: shown once, and only their hash is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

_NOTED_EVERY = timedelta(minutes=1)


def new_token() -> str:
    """Forty-three characters that nobody can guess."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def note_use(row: Any, *, at: datetime) -> None:
    """What keeps a token and `last_used_at` was used, to the minute: a program that asks often costs few writes."""
    unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - _NOTED_EVERY)
    type(row).objects.filter(unnoted, pk=row.pk).update(last_used_at=at)


def revoke(row: Any) -> None:
    """What keeps a token and `revoked_at` opens nothing any more. Revoking twice changes nothing."""
    if row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
