"""Work of this room outside the request."""

from celery import shared_task

from governance.packs.files import write_files
from governance.packs.models import Pack


@shared_task
def make_pack_files(pack_id: int) -> None:
    """The files of one pack that are still missing; asked twice, it makes them once."""
    pack = Pack.objects.get(pk=pack_id)
    write_files(pack=pack)
