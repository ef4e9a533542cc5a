"""Work of this room outside the request."""

from celery import shared_task

from coe_hub.operations.backups.nightly import back_up_tonight


# A large hub takes hours: what holds for other tasks would end it in the middle. It counts by itself how often it is
# cut short, since the broker hands it out again while it is at work.
@shared_task(begun_at_most=None, soft_time_limit=11 * 3600, time_limit=12 * 3600)
def back_up() -> None:
    """Each night, where BACKUP_FOLDER is set."""
    back_up_tonight()
