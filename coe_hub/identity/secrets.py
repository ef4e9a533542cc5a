"""What the company's directory shows when it comes in: made by an admin, shown once, kept as a hash."""

from datetime import datetime

from django.db import transaction

from coe_hub.identity.models import DirectorySecret
from coe_hub.lib.tokens import new_token, note_use, revoke, token_hash
from coe_hub.people.models import User

# What a secret begins with, so that it is known for one wherever it turns up.
PREFIX = "hubscim_"


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
        note_use(secret, at=at)
    return secret


@transaction.atomic
def revoke_secret(*, secret: DirectorySecret) -> None:
    """It opens nothing any more. Revoking twice changes nothing."""
    revoke(secret)
