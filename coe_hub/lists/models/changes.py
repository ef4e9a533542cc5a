"""Many rows of a list on their way to be changed together, by the worker.

Only whoever asked sees it, and it goes after a week. What it changes stands in the history of each record, so that no
event rows are kept of the asking itself.
"""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.long_work import is_unheard, rows_done
from coe_hub.lib.records import new_public_id

KEPT_FOR = timedelta(days=7)


class ChangeState(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", _("Waiting for its turn")
    WORKING = "working", _("At work")
    LOOKED = "looked", _("Looked through, nothing changed yet")
    DONE = "done", _("All of them are changed")
    FAILED = "failed", _("Stopped")


class ChangeJob(models.TextChoices):
    """What the worker is asked to do."""

    LOOK = "look", _("Look through")
    SAVE = "save", _("Change")


UNDER_WAY = (ChangeState.WAITING, ChangeState.WORKING)


class ManyChangeQuerySet(models.QuerySet["ManyChange"]):
    """Changes as one person sees them."""

    def visible_to(self, user: Any) -> Self:
        """One's own."""
        return self.filter(by=user)

    def under_way(self) -> Self:
        """Those that the worker has."""
        return self.filter(state__in=UNDER_WAY)


class ManyChange(models.Model):
    """Rows of a list to be changed together. `address` is the page on which it was chosen, `sent` what was typed there
    and `wish` what that means. `keys` are pairs: what names a row, in the order of the list, and the version in which
    it was looked at. `outcome` is what was found or done at last, as `lists.many.Outcome` tells it."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="many_changes")
    list_code = models.CharField(max_length=20)
    address = models.TextField()
    back = models.TextField()
    sent = models.TextField()
    wish = models.JSONField(default=dict)
    keys = models.JSONField(default=list)
    job = models.CharField(max_length=4, choices=ChangeJob, default=ChangeJob.LOOK)
    state = models.CharField(max_length=7, choices=ChangeState, default=ChangeState.WAITING)
    outcome = models.JSONField(default=dict)
    message = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(default=timezone.now)

    objects = ManyChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ChangeState.values), name="many_change_state_known"),
            models.CheckConstraint(condition=Q(job__in=ChangeJob.values), name="many_change_job_known"),
            models.UniqueConstraint(fields=["by"], condition=Q(state__in=UNDER_WAY), name="many_change_one_at_a_time"),
        ]
        indexes = [models.Index(fields=["asked_at"], name="many_change_by_time")]

    def __str__(self) -> str:
        return self.list_code

    def get_absolute_url(self) -> str:
        return reverse("many_change_detail", args=[self.public_id])

    @property
    def work(self) -> str:
        """What its progress is kept under."""
        return f"many-change:{self.pk}"

    @property
    def done(self) -> int:
        """How many rows the worker has been through."""
        return rows_done(self.work)

    @property
    def is_under_way(self) -> bool:
        """Whether the worker has it."""
        return self.state in UNDER_WAY

    @property
    def is_unheard(self) -> bool:
        """Whether it is under way, and nothing was heard of it for long."""
        return self.is_under_way and is_unheard(self.work, self.begun_at)
