"""When somebody last looked at a page, so that it can show what is new to them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.prepared import Prepared

if TYPE_CHECKING:
    from coe_hub.people.models import User

# Reloading a page, or coming back from a form, is the same visit; that it goes on is written once a minute.
SAME_VISIT, NOTED_EVERY = timedelta(minutes=30), timedelta(minutes=1)


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


def _seen(*, user: int, page: str) -> "models.QuerySet[LastSeen]":
    return LastSeen.objects.filter(user=user, page=page)


_SEEN = Prepared(_seen)


# The name under which it is remembered that a test mail went out.
TEST_MAIL = "test_mail"


def note_visit(*, user: "User", page: str) -> datetime | None:
    """Note that `user` looks at `page` now; return when the visit before this one ended, None on the first."""
    now = timezone.now()
    seen = _SEEN.first(user=user.pk, page=page)
    if seen is None:
        LastSeen.objects.get_or_create(user=user, page=page, defaults={"seen_at": now})
        return None
    if now - seen.seen_at < NOTED_EVERY:
        return seen.previous_at
    fields = {"seen_at": now}
    if now - seen.seen_at > SAME_VISIT:
        fields["previous_at"] = seen.previous_at = seen.seen_at
    LastSeen.objects.filter(pk=seen.pk).update(**fields)
    return seen.previous_at


class EventKind(models.TextChoices):
    """What was done with something the CoE offers."""

    VIEW = "view", _("Read")
    DOWNLOAD = "download", _("Downloaded")
    START = "start", _("Started")
    FINISH = "finish", _("Finished")


class UsageEvent(models.Model):
    """Somebody used something. Counted by site and function, shown per person to that person alone, and never a
    judgement: groups under five are refused. Rows are added, never changed; not part of the audit trail."""

    kind = models.CharField(max_length=8, choices=EventKind)
    content_id = models.BigIntegerField(null=True)
    course_id = models.BigIntegerField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=EventKind.values), name="usage_event_kind_known"),
        ]
        indexes = [
            models.Index(fields=["kind", "-at"], include=["user"], name="usage_event_by_kind"),
            models.Index(fields=["content_id", "kind"], name="usage_event_by_content"),
        ]

    def __str__(self) -> str:
        return self.kind


def note_event(*, user: "User", kind: str, content_id: int | None = None, course_id: int | None = None) -> None:
    """Note one use."""
    UsageEvent.objects.create(user=user, kind=kind, content_id=content_id, course_id=course_id)


def note_events(*, user: "User", kind: str, content_ids: Iterable[int]) -> None:
    """Note one use of each of these; one query."""
    UsageEvent.objects.bulk_create(UsageEvent(user=user, kind=kind, content_id=one) for one in content_ids)


class UnmetSearch(models.Model):
    """Somebody searched for this and found nothing: what the CoE may have to make. One row a person, text and day.

    Who searched is there to count people, not to name them. Not part of the audit trail, as nothing of usage is.
    """

    text = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    searched_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "text", "searched_on"], name="unmet_search_once_a_day"),
            models.CheckConstraint(condition=~models.Q(text=""), name="unmet_search_text_given"),
            models.CheckConstraint(
                condition=models.Q(answered_by__isnull=True) | models.Q(answered_at__isnull=False),
                name="unmet_search_answer_has_time",
            ),
        ]
        indexes = [models.Index(fields=["text"], name="unmet_search_by_text")]

    def __str__(self) -> str:
        return self.text
