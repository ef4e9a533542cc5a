"""Backups that were taken, so that everybody who runs the hub sees whether there is one."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# One comes each night; a day and two hours later it is missing.
LATE_AFTER = timedelta(hours=26)


class BackupQuerySet(models.QuerySet["Backup"]):
    """Backups by how they ended."""

    def good(self) -> "BackupQuerySet":
        """Those that were written to their end."""
        return self.filter(ended_at__isnull=False, problem="")


class Backup(models.Model):
    """One run of `manage.py backup` or of the night. What the file holds is in the file alone: this is a note of it."""

    started_at = models.DateTimeField(_("begun"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    file = models.CharField(_("file"), max_length=500)
    is_sealed = models.BooleanField(_("sealed"), default=False, db_default=False)
    size = models.BigIntegerField(_("bytes"), default=0, db_default=0)
    rows = models.BigIntegerField(_("rows"), default=0, db_default=0)
    files = models.PositiveIntegerField(_("files"), default=0, db_default=0)
    missing = models.PositiveIntegerField(_("files that were missing"), default=0, db_default=0)
    problem = models.TextField(_("problem"), blank=True, default="", db_default="")

    objects = BackupQuerySet.as_manager()

    class Meta:
        verbose_name = _("backup")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("started_at")), name="backup_ends_after"
            )
        ]

    def __str__(self) -> str:
        return self.file
