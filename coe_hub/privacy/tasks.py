"""Work of this room outside the request."""

from celery import shared_task

from coe_hub.privacy import retention


@shared_task
def keep_only_what_is_needed() -> None:
    """Each night, after the backup."""
    retention.keep_only_what_is_needed()
