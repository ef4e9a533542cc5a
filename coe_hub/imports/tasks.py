"""Work of this room outside the request."""

from celery import shared_task
from django.utils import translation

from coe_hub.imports.models import Import, State


@shared_task
def work_on_import(pk: int) -> None:
    """Look a file through, write it, or undo it, as was asked; what another worker has already is left to that."""
    from coe_hub.imports.actions import work_on  # noqa: PLC0415  CONFIG: the action hands over to this task

    if not Import.objects.filter(pk=pk, state=State.WAITING).update(state=State.WORKING):
        return
    run = Import.objects.select_related("by__person__organisation").get(pk=pk)
    with translation.override(run.by.language or "en"):
        work_on(run)


@shared_task
def take_up_imports() -> None:
    """Give to a worker again what none began, since Redis was away when it was handed over."""
    from coe_hub.imports.actions import take_up  # noqa: PLC0415  CONFIG: as above

    take_up()
