"""Making and stopping webhooks."""

import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from coe_hub.api.models import CallState, Webhook, WebhookCall
from coe_hub.lib.sealing import WEBHOOKS, seal
from coe_hub.people.models import User


@transaction.atomic
def make_webhook(*, user: User, name: str, address: str, resources: Sequence[str]) -> tuple[Webhook, str]:
    """A webhook that is told from now on of what `user` sees, and the secret of its signatures: show it now."""
    secret = secrets.token_urlsafe(32)
    hook = Webhook(user=user, name=name, address=address, resources=sorted(resources))
    hook.sealed_secret = seal(WEBHOOKS).encrypt(secret.encode()).decode()
    hook.full_clean()
    hook.save()
    return hook, secret


def secret_of(hook: Webhook) -> bytes:
    """What its messages are signed with. Raises `InvalidToken` where SECRET_KEY is another one by now."""
    return seal(WEBHOOKS).decrypt(hook.sealed_secret.encode())


@transaction.atomic
def stop_webhook(*, hook: Webhook) -> None:
    """It is told nothing any more; what waits is given up."""
    if hook.stopped_at is None:
        hook.stopped_at = timezone.now()
        hook.save(update_fields=["stopped_at"])
        waiting = WebhookCall.objects.filter(webhook=hook, state=CallState.PLANNED)
        waiting.update(state=CallState.FAILED, ended_at=hook.stopped_at, last_error="stopped")
