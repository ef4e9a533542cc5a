"""Archives that somebody asked for: made by the worker, kept for a day, for nobody else."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from coe_hub.lib.records import new_public_id

KEPT_FOR = timedelta(days=1)
UNHEARD_AFTER = timedelta(minutes=10)


class ExportKind(models.TextChoices):
    """What is in one."""

    ALLIANCE = "alliance", _("A whole alliance")
    REGISTER = "register", _("The register of all alliances")
    OWN = "own", _("What the hub has of you")


class ExportState(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", _("Waiting for its turn")
    WORKING = "working", _("At work")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Stopped")


class ExportQuerySet(models.QuerySet["Export"]):
    """Archives as those who asked for them see them."""

    def visible_to(self, user: Any) -> Self:
        """One's own of the last day; that of an alliance only as long as one sees it."""
        seen = Q(alliance=None) | Q(alliance__in=Alliance.objects.visible_to(user))
        return self.filter(seen, user=user, asked_at__gt=timezone.now() - KEPT_FOR)

    def ended(self) -> Self:
        """Those that nobody can have any more."""
        return self.filter(asked_at__lte=timezone.now() - KEPT_FOR)


class Export(models.Model):
    """An archive to take along. `done` of `total` parts are written; `heard_at` is when the worker said so last."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    kind = models.CharField(max_length=8, choices=ExportKind)
    alliance = models.ForeignKey(Alliance, models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=300)
    state = models.CharField(max_length=7, choices=ExportState, default=ExportState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="exports", blank=True, max_length=200)
    asked_at = models.DateTimeField(default=timezone.now)
    heard_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        app_label = "api"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ExportState.values), name="export_state_known"),
            models.CheckConstraint(
                condition=Q(kind=ExportKind.ALLIANCE, alliance__isnull=False)
                | Q(kind__in=[ExportKind.REGISTER, ExportKind.OWN], alliance__isnull=True),
                name="export_of_an_alliance_names_it",
            ),
            models.CheckConstraint(
                condition=Q(state=ExportState.READY, ready_at__isnull=False)
                | (~Q(state=ExportState.READY) & Q(ready_at__isnull=True)),
                name="export_ready_has_time",
            ),
        ]
        indexes = [models.Index(fields=["user", "-asked_at"], name="export_by_time")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("export_detail", args=[self.public_id])

    @property
    def is_under_way(self) -> bool:
        """Whether the worker has it."""
        return self.state in {ExportState.WAITING, ExportState.WORKING}

    @property
    def is_unheard(self) -> bool:
        """Whether it is under way, and nothing was heard of it for long."""
        return self.is_under_way and timezone.now() - self.heard_at > UNHEARD_AFTER
