"""Planned deliveries: one row for each time one person is told of one due date."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.reminders.calendar.models import CalendarFeed as CalendarFeed  # Django finds models here only


class ReminderState(models.TextChoices):
    """Where a delivery stands."""

    PLANNED = "planned", _("Planned")
    SENT = "sent", _("Sent")
    STOPPED = "stopped", _("No longer needed")
    FAILED = "failed", _("Failed")


class Reminder(models.Model):
    """One mail to one person about one due date, at one step of its lead times.

    The unique constraint is what makes "once" true, whoever plans and however often. The rendered mail is kept from
    the first attempt on, so that a second attempt sends the same mail under the same Message-ID.
    """

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    due_date = models.DateField()
    step = models.SmallIntegerField(help_text="Days before the due date; negative: weeks after it, counted from -1.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=ReminderState, default=ReminderState.PLANNED)
    send_after = models.DateTimeField()
    message_id = models.CharField(max_length=120, unique=True)
    subject = models.CharField(max_length=500, blank=True)
    text_body = models.TextField(blank=True)
    html_body = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    planned_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "due_date", "step", "user"], name="reminder_once"),
            models.CheckConstraint(condition=Q(state__in=ReminderState.values), name="reminder_state_known"),
            models.CheckConstraint(
                condition=Q(state=ReminderState.SENT, sent_at__isnull=False)
                | (~Q(state=ReminderState.SENT) & Q(sent_at__isnull=True)),
                name="reminder_sent_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["send_after"], condition=Q(state="planned"), name="reminder_waiting"),
        ]

    def __str__(self) -> str:
        return self.message_id
