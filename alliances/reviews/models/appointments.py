"""When a review is held, and who is invited."""

from datetime import datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from alliances.reviews.models.reviews import Review
from coe_hub.lib.history import tracked
from coe_hub.lib.places import validate_time_zone
from coe_hub.lib.records import Record
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import Person, ScopedQuerySet

SHORTEST, LONGEST = 10, 480  # minutes


class AppointmentState(models.TextChoices):
    """What became of an appointment; it follows from what is known of it."""

    OPEN = "open", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class AppointmentQuerySet(ScopedQuerySet):
    """Appointments of the alliances a reader sees."""

    SCOPE = "alliance__scope"

    def open(self) -> "AppointmentQuerySet":
        """Neither cancelled nor followed by their review."""
        return self.filter(cancelled_at__isnull=True, review__isnull=True)


class AppointmentValues(TypedDict, total=False):
    """What people agree on for an appointment and tell those invited, and what each of it is."""

    starts_at: datetime
    minutes: int
    time_zone: str
    place: str
    dial_in: str
    note: str


@tracked()
class ReviewAppointment(Record):
    """An hour agreed for the next review. It stands in its alliance's scope; an alliance has at most one open.

    `by` called for it and gets the answers, whoever changes it later. `sequence` counts what invitees were told.
    """

    EDITABLE = tuple(AppointmentValues.__annotations__)

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="appointments")
    starts_at = models.DateTimeField(_("starts at"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)]
    )
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    place = models.CharField(_("place"), max_length=200, blank=True, validators=ONE_LINE)
    dial_in = models.URLField(_("dial-in link"), max_length=1000, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True, validators=[refuse_control_characters])
    sequence = models.PositiveIntegerField(default=0, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True, validators=[refuse_control_characters])
    review = models.OneToOneField(
        Review, models.PROTECT, null=True, blank=True, related_name="appointment", editable=False
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        db_table = "alliances_reviewappointment"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance"],
                condition=Q(cancelled_at__isnull=True, review__isnull=True),
                name="appointment_one_open_per_alliance",
                violation_error_message=_("There is an appointment for the next review already. Change that one."),
            ),
            models.CheckConstraint(condition=Q(minutes__range=(SHORTEST, LONGEST)), name="appointment_minutes_range"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(review__isnull=True),
                name="appointment_cancelled_or_held",
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(cancelled_at__isnull=False), name="appointment_reason_for_cancelling"
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="appointment_by_start")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def state(self) -> AppointmentState:
        """What became of it."""
        if self.cancelled_at:
            return AppointmentState.CANCELLED
        return AppointmentState.HELD if self.review_id else AppointmentState.OPEN

    @property
    def local_start(self) -> datetime:
        """When it starts, on the clocks of the place that agreed on the hour."""
        return self.starts_at.astimezone(ZoneInfo(self.time_zone))


@tracked()
class ReviewInvitee(models.Model):
    """Somebody who is invited to an appointment, of either side."""

    appointment = models.ForeignKey(ReviewAppointment, models.CASCADE, related_name="invitees")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "alliances_reviewinvitee"
        constraints = [
            models.UniqueConstraint(fields=["appointment", "person"], name="review_invitee_once"),
        ]

    def __str__(self) -> str:
        return str(self.person)
