"""Work of this room outside the request."""

from celery import shared_task

from coe_hub.operations.backups.nightly import back_up_tonight


@shared_task
def back_up() -> None:
    """Each night, where BACKUP_FOLDER is set."""
    back_up_tonight()
