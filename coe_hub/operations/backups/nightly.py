"""Backups that are noted, and those of each night: as many as are to be kept."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from coe_hub.operations.backups.archive import Manifest
from coe_hub.operations.backups.errors import BackupError
from coe_hub.operations.backups.sealing import read_recipient
from coe_hub.operations.backups.taking import take_backup
from coe_hub.operations.models import Backup

_LOCK = 20261201  # any number: backups alone ask for it
_NAME = "hub-*.backup"


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

    None where no folder is set, or another worker is at it. Raises `BackupError`.
    """
    if not settings.BACKUP_FOLDER:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return None
        try:
            recipient = read_recipient(settings.BACKUP_RECIPIENT) if settings.BACKUP_RECIPIENT else None
            path = Path(settings.BACKUP_FOLDER, f"hub-{datetime.now(UTC):%Y%m%dT%H%M%S}.backup")
            noted_backup(path, recipient=recipient)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    for older in sorted(path.parent.glob(_NAME))[: -settings.BACKUPS_KEPT]:
        older.unlink()
    return path
