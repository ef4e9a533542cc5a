"""Work of this room outside the request."""

from celery import shared_task

from coe_hub.audit import mandates


@shared_task
def end_mandates() -> None:
    """Each hour: an auditor's last day may have passed."""
    mandates.end_mandates()
