"""What a merge did, so that it can be undone."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.people.directory.models.organisations import Organisation
from coe_hub.people.directory.models.persons import Person

# As long as a merge can be undone.
UNDOABLE = timedelta(days=30)


class MergeKind(models.TextChoices):
    """What was merged."""

    PERSON = "person", _("People")
    ORGANISATION = "organisation", _("Organisations")


MERGED: dict[str, type[Person] | type[Organisation]] = {
    MergeKind.PERSON: Person,
    MergeKind.ORGANISATION: Organisation,
}


@tracked(exclude=("steps",))
class Merge(models.Model):
    """Some records that became one. `steps` are what was done, in order; they hold values of people, so the trail of
    events has them not."""

    kind = models.CharField(max_length=12, choices=MergeKind)
    kept_id = models.BigIntegerField()
    gone = ArrayField(models.BigIntegerField(), help_text="The doubles that were put away.")
    steps = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=MergeKind.values), name="merge_kind_known"),
        ]
        indexes = [models.Index(fields=["-at"], name="merge_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.kept_id}"

    @property
    def is_undoable(self) -> bool:
        """Whether it still stands and is young enough."""
        return self.undone_at is None and timezone.now() - self.at < UNDOABLE


def kept_instead(kind: str, record: Any) -> Any:
    """The record that this one was merged into and is now; None where it stands by itself."""
    found = None
    while record and record.is_archived:
        done = Merge.objects.filter(kind=kind, gone__contains=[record.pk], undone_at__isnull=True).first()
        record = found = MERGED[kind]._default_manager.filter(pk=done.kept_id).first() if done else None
    return found
