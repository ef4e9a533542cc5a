"""When somebody last looked at a page, so that it can show what is new to them."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from coe_hub.people.models import User

# Reloading a page, or coming back from a form, is the same visit.
SAME_VISIT = timedelta(minutes=30)


class LastSeen(models.Model):
    """One person's last visit to one page. Shown to nobody but that person; not part of the audit trail."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    page = models.CharField(max_length=60)
    seen_at = models.DateTimeField()
    previous_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "page"], name="last_seen_once")]

    def __str__(self) -> str:
        return self.page


def note_visit(*, user: "User", page: str) -> datetime | None:
    """Note that `user` looks at `page` now; return when the visit before this one ended, None on the first."""
    now = timezone.now()
    seen, created = LastSeen.objects.get_or_create(user=user, page=page, defaults={"seen_at": now})
    if created:
        return None
    fields = {"seen_at": now}
    if now - seen.seen_at > SAME_VISIT:
        fields["previous_at"] = seen.previous_at = seen.seen_at
    LastSeen.objects.filter(pk=seen.pk).update(**fields)
    return seen.previous_at
