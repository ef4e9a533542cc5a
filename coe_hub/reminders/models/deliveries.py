"""Who was told of what and when, and the mails that carried it.

A `Reminder` says that one person is told of one due date on one day. A `Delivery` is a mail: one reminder on its own,
or a digest of all that waited. Both are unique by what they are about, which is what makes "once" true, whoever plans
and however often.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.people.models import Person


class Channel(models.TextChoices):
    """How a reminder reaches its reader; each one is also on their page of reminders."""

    SINGLE = "single", _("A mail of its own")
    DIGEST = "digest", _("In a digest")
    PAGE = "page", _("On the page only")


class DeliveryState(models.TextChoices):
    """Where a mail stands. The last three are final."""

    PLANNED = "planned", _("Waiting")
    SENT = "sent", _("Sent")
    STOPPED = "stopped", _("No longer needed")
    FAILED = "failed", _("Failed")


class Delivery(models.Model):
    """One mail to one person.

    The planner makes rows in SQL and names only what it knows: what a new mail does not have yet are defaults of the
    database, so that another column of that kind changes nothing there.
    Its text is kept before the first attempt, so that a second one sends the very same mail under the same
    Message-ID, and forgotten once it is sent: what may be confidential is not kept longer than needed.
    `sending_since` is set while a mail server is spoken to; who finds it still set after a claim ran out sends a mail
    that may have gone out already, and counts it in `unclear`. So does who got no answer from the server.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=6, choices=Channel)
    on_day = models.DateField(help_text="The day on the reader's calendar that it was planned for.")
    send_after = models.DateTimeField()
    message_id = models.CharField(max_length=400, unique=True)
    state = models.CharField(max_length=8, choices=DeliveryState, db_default=DeliveryState.PLANNED)
    email = models.EmailField(blank=True, db_default="")
    subject = models.CharField(max_length=500, blank=True, db_default="")
    text_body = models.TextField(blank=True, db_default="")
    html_body = models.TextField(blank=True, db_default="")
    headers = models.JSONField(db_default={})
    prepared_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(db_default=0)
    unclear = models.PositiveSmallIntegerField(
        db_default=0, help_text="Attempts after which nobody knows if it went out."
    )
    claimed_until = models.DateTimeField(null=True)
    claim = models.CharField(
        max_length=32, blank=True, db_default="", help_text="Who holds it until then; a later claim ends it."
    )
    sending_since = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True, db_default="")
    planned_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
            models.CheckConstraint(
                condition=Q(channel__in=[Channel.SINGLE, Channel.DIGEST]), name="delivery_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.PLANNED, ended_at__isnull=True)
                | (~Q(state=DeliveryState.PLANNED) & Q(ended_at__isnull=False)),
                name="delivery_ended_has_time",
            ),
            models.UniqueConstraint(
                fields=["person", "on_day"], condition=Q(channel="digest"), name="delivery_one_digest_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["send_after"], condition=Q(state="planned"), name="delivery_waiting"),
            models.Index(fields=["-planned_at"], name="delivery_by_planned"),
        ]

    def __str__(self) -> str:
        return self.message_id


class Reminder(models.Model):
    """One person is told of one due date on the day `told_for`.

    `told_for` is the day that a lead time, a late week or the end of a snooze names. Where that day is no working day
    of the reader's, the telling comes on the last one before it, and the row stays the same. The database keeps it
    to one row each.
    """

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    due_date = models.DateField()
    told_for = models.DateField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    is_backup = models.BooleanField(default=False)
    channel = models.CharField(max_length=6, choices=Channel)
    on_day = models.DateField(help_text="The day on the reader's calendar when it was planned.")
    send_after = models.DateTimeField()
    delivery = models.ForeignKey(Delivery, models.SET_NULL, null=True, related_name="reminders")
    planned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "object_id", "due_date", "told_for"], name="reminder_told_once"
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="reminder_channel_known"),
            models.CheckConstraint(
                condition=~Q(channel=Channel.PAGE) | Q(delivery__isnull=True), name="reminder_page_has_no_mail"
            ),
        ]
        indexes = [
            models.Index(
                fields=["person"], condition=Q(channel="digest", delivery__isnull=True), name="reminder_for_digest"
            ),
            models.Index(
                fields=["send_after"], condition=Q(channel="single", delivery__isnull=True), name="reminder_for_single"
            ),
            models.Index(fields=["person", "-send_after"], name="reminder_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.told_for}"


class RefusedAddress(models.Model):
    """An address that a mail server refused for good. No mail goes there until an admin says that it is right."""

    email = models.EmailField(unique=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    error = models.CharField(max_length=500)
    refused_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.email


class Run(models.Model):
    """One run of the engine, so that people can see that it runs. Rows older than a month are removed."""

    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    planned = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "reminders_pass"
        indexes = [models.Index(fields=["-started_at"], name="pass_by_start")]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"
