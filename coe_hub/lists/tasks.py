"""Work of this room outside the request."""

from celery import shared_task

from coe_hub.lib.alone import alone
from coe_hub.lists.models import ChangeState, ManyChange


@shared_task
def change_many_rows(pk: int) -> None:
    """Look many rows through, or change them, as was asked; what another worker has already is left to that.

    Where that worker was killed, nothing of it is there: its page says so, and offers it again.
    """
    from coe_hub.lists.changing import give_up, work_on  # noqa: PLC0415  CONFIG: the action hands over to this task

    with alone(f"many change {pk}") as is_ours:
        if not is_ours:
            return
        rows = ManyChange.objects.select_related("by__person__organisation")
        claimed = rows.filter(pk=pk, state=ChangeState.WAITING).update(state=ChangeState.WORKING)
        if change := rows.filter(pk=pk, state=ChangeState.WORKING).first():
            work_on(change) if claimed else give_up(change)


@shared_task
def take_up_changes() -> None:
    """Give to a worker again what none began, and forget what is old."""
    from coe_hub.lists.changing import take_up  # noqa: PLC0415  CONFIG: as above

    take_up()
