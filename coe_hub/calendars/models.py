"""The address at which one person's calendar is read, and what it was told last."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coe_hub.lib.history import tracked


@tracked(exclude=("token_hash", "revision", "told", "changed_at", "last_fetched_at"))
class CalendarFeed(models.Model):
    """A person's private feed; whoever has its address reads it. Only the hash of the token in it is kept.

    A calendar wants to know which event changed, and when; the due list is a query and keeps no such thing. So `told`
    holds, for each event by its UID, a fingerprint, the `revision` of the feed in which it last changed, and the time.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    last_fetched_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "reminders_calendarfeed"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_fetched_at__isnull=True) | Q(last_fetched_at__gte=models.F("made_at")),
                name="calendar_feed_read_after_made",
            ),
        ]

    def __str__(self) -> str:
        return f"Calendar feed {self.pk}"
