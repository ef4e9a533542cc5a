"""Work of this room outside the request."""

from celery import shared_task

from coe_hub.surveys.actions.pulses import settle_rounds
from coe_hub.surveys.actions.waves import close_waves
from coe_hub.surveys.inviting import invite_on_first_day


@shared_task
def run_waves() -> None:
    """Open the answers of pulses that are large enough and of waves whose last day is over, and write to the people of
    those whose first day has come."""
    settle_rounds()
    close_waves()
    invite_on_first_day()
