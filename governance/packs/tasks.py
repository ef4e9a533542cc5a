"""Work of this room outside the request."""

from celery import Task, shared_task

from governance.packs.files import give_up, write_files
from governance.packs.models import Pack


def _give_up(_task: Task, pack_id: int) -> None:
    give_up(pack=Pack.objects.get(pk=pack_id))


@shared_task(given_up=_give_up)
def make_pack_files(pack_id: int) -> None:
    """The files of one pack that are still missing; asked twice, it makes them once."""
    pack = Pack.objects.get(pk=pack_id)
    write_files(pack=pack)
