"""Backups that are noted, and those of each night: as many as are to be kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from coe_hub.lib.alone import alone
from coe_hub.operations.backups.archive import Manifest
from coe_hub.operations.backups.errors import BackupError
from coe_hub.operations.backups.sealing import read_recipient
from coe_hub.operations.backups.taking import take_backup
from coe_hub.operations.models import Backup, BackupQuerySet

_BEGINS, _NAME = "hub-", "hub-*.backup"
_CUT_SHORT = "The worker was stopped before it was written to its end."
# What belongs to one night, and how often one is begun again in it
_NIGHT, _TRIES = timedelta(hours=12), 3


def noted_backup(path: Path, *, recipient: Any | None = None) -> Manifest:
    """Take a backup and note how it went. Raises `BackupError`, which is noted too."""
    note = Backup.objects.create(started_at=timezone.now(), file=str(path), is_sealed=recipient is not None)
    try:
        manifest = take_backup(path, recipient=recipient)
    except (BackupError, OSError) as wrong:
        _end(note, problem=str(wrong))
        raise BackupError(str(wrong)) from wrong
    _end(
        note,
        size=path.stat().st_size,
        rows=sum(manifest.rows.values()),
        files=len(manifest.files),
        missing=len(manifest.missing),
    )
    return manifest


def _end(note: Backup, **values: Any) -> None:
    Backup.objects.filter(pk=note.pk).update(ended_at=timezone.now(), **values)


def back_up_tonight() -> Path | None:
    """Take the night's backup into BACKUP_FOLDER and remove what is older than BACKUPS_KEPT; its path.

    None where no folder is set, another worker is at it, or has just taken it. Raises `BackupError`.
    """
    if not settings.BACKUP_FOLDER:
        return None
    folder = Path(settings.BACKUP_FOLDER)
    with alone("nightly backup") as is_ours:
        if not is_ours:
            return None
        _clear_up(folder)
        if _of(folder).good().filter(started_at__gt=timezone.now() - _NIGHT).exists():
            return None
        recipient = read_recipient(settings.BACKUP_RECIPIENT) if settings.BACKUP_RECIPIENT else None
        path = folder / f"hub-{datetime.now(UTC):%Y%m%dT%H%M%S}.backup"
        noted_backup(path, recipient=recipient)
    for older in sorted(folder.glob(_NAME))[: -settings.BACKUPS_KEPT]:
        older.unlink()
    return path


def _of(folder: Path) -> "BackupQuerySet":
    """Notes of nightly ones."""
    return Backup.objects.filter(file__startswith=f"{folder / _BEGINS}")


def _clear_up(folder: Path) -> None:
    """Nobody is at it, so what was begun and not ended was cut short: its file goes, and its note says so.

    Raises `BackupError` where that happened too often tonight to try again.
    """
    for rest in folder.glob(f"{_NAME}.part"):
        rest.unlink()
    _of(folder).filter(ended_at=None).update(ended_at=timezone.now(), problem=_CUT_SHORT)
    if _of(folder).filter(problem=_CUT_SHORT, started_at__gt=timezone.now() - _NIGHT).count() >= _TRIES:
        raise BackupError(f"The worker was stopped {_TRIES} times while it took tonight's backup: give it more memory.")
