"""Work of this room outside the request."""

from celery import shared_task
from django.utils import timezone

from coe_hub.api.webhooks.following import follow
from coe_hub.api.webhooks.sending import send_waiting


@shared_task
def tell_webhooks() -> None:
    """Write down what changed since the last time, then send what waits."""
    now = timezone.now()
    follow(now)
    send_waiting(now)
