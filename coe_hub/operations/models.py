"""What whoever runs the hub should see: backups that were taken, and work that kills its workers."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
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


class StoppedWork(models.Model):
    """A task whose worker was killed while it did it, and how often: see `coe_hub.operations.stopped`."""

    task_id = models.CharField(_("number of the task"), max_length=64, unique=True)
    task = models.CharField(_("task"), max_length=200)
    request_id = models.CharField(_("number in the logs"), max_length=64)
    stops = models.PositiveSmallIntegerField(_("workers killed"), default=0, db_default=0)
    last_at = models.DateTimeField(_("last on"), default=timezone.now)
    is_given_up = models.BooleanField(_("given up"), default=False, db_default=False)

    def __str__(self) -> str:
        return self.task
