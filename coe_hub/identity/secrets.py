"""What the company's directory shows when it comes in: made by an admin, shown once, kept as a hash."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from coe_hub.identity.models import DirectorySecret
from coe_hub.lib.tokens import new_token, token_hash
from coe_hub.people.models import User

# What a secret begins with, so that it is known for one wherever it turns up.
PREFIX = "hubscim_"
_NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def make_secret(*, name: str, by: User) -> tuple[DirectorySecret, str]:
    """A new secret, and its text, which is not kept: show it now."""
    text = PREFIX + new_token()
    secret = DirectorySecret(name=name, made_by=by, token_hash=token_hash(text), hint=text[-4:])
    secret.full_clean()
    secret.save()
    return secret, text


def open_secret(text: str, *, at: datetime) -> DirectorySecret | None:
    """The secret that this text still is, if any; notes that it was used, to the minute."""
    secret = DirectorySecret.objects.filter(token_hash=token_hash(text), revoked_at__isnull=True).first()
    if secret is not None:
        unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - _NOTED_EVERY)
        DirectorySecret.objects.filter(unnoted, pk=secret.pk).update(last_used_at=at)
    return secret


@transaction.atomic
def revoke_secret(*, secret: DirectorySecret) -> None:
    """It opens nothing any more. Revoking twice changes nothing."""
    if secret.revoked_at is None:
        secret.revoked_at = timezone.now()
        secret.save(update_fields=["revoked_at"])
