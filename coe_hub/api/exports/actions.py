"""Asking for an archive, making it, and letting it go."""

import tempfile
import zoneinfo
from datetime import timedelta

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from coe_hub.api import tasks
from coe_hub.api.exports.archive import Archive, alliance_archive, own_archive, register_archive
from coe_hub.api.exports.models import Export, ExportKind, ExportState
from coe_hub.lib.downloads import file_name
from coe_hub.lib.tasks import give_to_worker, send_in_background
from coe_hub.people.models import User

# Who waited longer may have gone, and is written to.
_PATIENCE = timedelta(minutes=1)


@transaction.atomic
def ask_export(*, user: User, kind: str, alliance: Alliance | None = None) -> Export:
    """Have the worker make an archive. One of the same that is under way already is given instead."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # two clicks are one
    earlier = Export.objects.visible_to(user).filter(kind=kind, alliance=alliance)
    for one in earlier.filter(state__in=[ExportState.WAITING, ExportState.WORKING]):
        if not one.is_unheard:
            return one
    title = alliance.name if alliance else _("My data") if kind == ExportKind.OWN else _("All alliances")
    export = Export(user=user, kind=kind, alliance=alliance)
    export.name = file_name(title, f"{timezone.localdate()}", kind="zip")
    export.full_clean()
    export.save()
    give_to_worker(tasks.make_export, export.pk)
    return export


def write_export(export: Export) -> None:
    """Make the archive, as whoever asked for it sees the hub now; how it ended is written down whatever happens."""
    user, state = export.user, ExportState.FAILED
    try:
        zone = zoneinfo.ZoneInfo(user.time_zone)
        with translation.override(user.language), timezone.override(zone), tempfile.TemporaryFile() as file:
            archive = _archive(export)
            for chunk in archive.stream():
                file.write(chunk)
            file.seek(0)
            export.file.save(f"{export.public_id}.zip", File(file), save=False)
        state = ExportState.READY
    finally:
        export.state = state
        export.ready_at = timezone.now() if state == ExportState.READY else None
        export.save(update_fields=["state", "ready_at", "file"])
    if timezone.now() - export.asked_at > _PATIENCE:
        _tell(export)


def _archive(export: Export) -> Archive:
    def told(done: int, total: int) -> None:
        Export.objects.filter(pk=export.pk).update(done=done, total=total, heard_at=timezone.now())

    if export.kind == ExportKind.OWN:
        return own_archive(export.user, told)
    if export.alliance is None:
        return register_archive(export.user, told)
    # Who sees the alliance no more gets nothing of it.
    alliance = Alliance.objects.visible_to(export.user).get(pk=export.alliance.pk)
    return alliance_archive(alliance, export.user, told)


def _tell(export: Export) -> None:
    user = export.user
    url = f"{settings.HUB_URL}{export.get_absolute_url()}"
    context = {"person": user.person, "export": export, "url": url}
    send_in_background("export_ready", to=user.email, language=user.language, context=context)


def forget_exports() -> None:
    """Remove archives that were asked for more than a day ago."""
    for export in Export.objects.ended():
        if export.file:
            export.file.delete(save=False)
        export.delete()
