"""Work of this room outside the request."""

from celery import shared_task
from django.utils import translation

from coe_hub.imports.models import Import, State
from coe_hub.lib.alone import alone


@shared_task
def work_on_import(pk: int) -> None:
    """Look a file through, write it, or undo it, as was asked; what another worker has already is left to that.

    Where that worker was killed, its page says so: the file may be what killed it, so it is not begun again by itself.
    """
    from coe_hub.imports.actions import give_up, work_on  # noqa: PLC0415  CONFIG: the action hands over to this task

    with alone(f"import {pk}") as is_ours:
        if not is_ours:
            return
        claimed = Import.objects.filter(pk=pk, state=State.WAITING).update(state=State.WORKING)
        run = Import.objects.select_related("by__person__organisation").filter(pk=pk, state=State.WORKING).first()
        if run is None:
            return
        with translation.override(run.by.language or "en"):
            work_on(run) if claimed else give_up(run)


@shared_task
def take_up_imports() -> None:
    """Give to a worker again what none began, since Redis was away when it was handed over."""
    from coe_hub.imports.actions import take_up  # noqa: PLC0415  CONFIG: as above

    take_up()
