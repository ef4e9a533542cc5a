"""Work of this room outside the request."""

from celery import shared_task
from django.utils import timezone

from coe_hub.api.exports.models import Export, ExportState
from coe_hub.api.repeating import forget_answers
from coe_hub.api.webhooks.following import follow
from coe_hub.api.webhooks.sending import send_waiting
from coe_hub.lib.alone import alone


@shared_task
def tell_webhooks() -> None:
    """Write down what changed since the last time, then send what waits."""
    now = timezone.now()
    follow(now)
    send_waiting(now)


@shared_task
def make_export(pk: int) -> None:
    """Make an archive that somebody asked for; what another worker has already is left to that.

    Where that worker was killed, its page says so: the archive may be what killed it, so it is not begun again by
    itself.
    """
    from coe_hub.api.exports.actions import write_export  # noqa: PLC0415  CONFIG: the action hands over to this task

    with alone(f"export {pk}") as is_ours:
        if not is_ours:
            return
        rows = Export.objects.filter(pk=pk)
        if rows.filter(state=ExportState.WAITING).update(state=ExportState.WORKING, heard_at=timezone.now()):
            write_export(rows.select_related("user__person__organisation", "alliance").get())
        else:
            rows.filter(state=ExportState.WORKING).update(state=ExportState.FAILED)


@shared_task
def tidy_up() -> None:
    """Once an hour: archives and answers that were kept for a day go."""
    from coe_hub.api.exports.actions import forget_exports  # noqa: PLC0415  CONFIG: as above

    forget_exports()
    forget_answers()
