"""Work of this room outside the request."""

from celery import shared_task
from django.utils import timezone

from coe_hub.reminders.delivery import run_engine


@shared_task
def remind() -> None:
    """One run now: plan what became due on somebody's clock, deliver what their morning has reached."""
    now = timezone.now()
    run_engine(clock=now.astimezone)
