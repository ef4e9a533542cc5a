"""A meeting of a committee, and who came."""

from datetime import date, datetime
from typing import Self, TypedDict
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coe_hub.attachments.models import folder_column
from coe_hub.lib.dates import date_text
from coe_hub.lib.history import tracked
from coe_hub.lib.lists import name_column
from coe_hub.lib.places import validate_time_zone
from coe_hub.lib.records import Record
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import Person, Scope, ScopedQuerySet, Side
from governance.committees.models import VOTING, Committee, SeatRole
from governance.meetings.models.locking import only_before_final

SHORTEST, LONGEST = 10, 960  # minutes


class MeetingState(models.TextChoices):
    """Where a meeting stands; told by its times, never typed."""

    PLANNED = "planned", _("Planned")
    CALLED = "called", _("Called")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class MeetingQuerySet(ScopedQuerySet):
    """Meetings, each in the scope of its committee."""

    SCOPE = "committee__scope"

    def to_come(self) -> Self:
        """Neither held nor cancelled."""
        return self.filter(held_at__isnull=True, cancelled_at__isnull=True)

    def held(self) -> Self:
        """Those that took place."""
        return self.filter(held_at__isnull=False)

    def late(self, on: date) -> Self:
        """Held, and their minutes should have been sent before that day."""
        return self.held().filter(minutes__state="draft", minutes_by__lt=on)

    def of_committees_at_work(self) -> Self:
        """Without those of committees and alliances that were put away."""
        shown = Q(committee__alliance__isnull=True) | Q(committee__alliance__archived_at__isnull=True)
        return self.active().filter(shown, committee__archived_at__isnull=True)

    def in_state(self, state: str) -> Self:
        """Those that stand there."""
        conditions = {
            MeetingState.CANCELLED: Q(cancelled_at__isnull=False),
            MeetingState.HELD: Q(held_at__isnull=False),
            MeetingState.CALLED: Q(held_at__isnull=True, cancelled_at__isnull=True, called_at__isnull=False),
            MeetingState.PLANNED: Q(held_at__isnull=True, cancelled_at__isnull=True, called_at__isnull=True),
        }
        return self.filter(conditions[MeetingState(state)])

    def with_row(self) -> Self:
        """With all that a row of a list shows."""
        return self.select_related("committee__alliance", "committee__kind", "minutes")


class MeetingValues(TypedDict, total=False):
    """What people agree on for a meeting and tell those invited, and what each of it is."""

    starts_at: datetime
    minutes_long: int
    time_zone: str
    place: str
    dial_in: str
    note: str


@tracked()
class Meeting(Record):
    """An hour at which a committee meets. `by` calls for it and gets the answers; `sequence` counts what those invited
    were told. The days by which it is to be called, pre-reads sent and minutes written follow from the charter and
    the working days of both sides, and are stored by `clock.settle_days`; whether enough of each side came, by
    `quorum.settle_quorum`, and is not known as long as nobody noted who came."""

    EDITABLE = tuple(MeetingValues.__annotations__)

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField(_("starts at"))
    minutes_long = models.PositiveSmallIntegerField(
        _("length"), validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)]
    )
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    place = models.CharField(_("place"), max_length=200, blank=True, validators=ONE_LINE)
    dial_in = models.URLField(_("dial-in link"), max_length=1000, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True, validators=[refuse_control_characters])
    folder = folder_column()
    sequence = models.PositiveIntegerField(default=0, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    called_at = models.DateTimeField(_("called"), null=True, blank=True, editable=False)
    agenda_sent_at = models.DateTimeField(_("agenda sent"), null=True, blank=True, editable=False)
    held_at = models.DateTimeField(_("held"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True, validators=ONE_LINE, editable=False)
    call_by = models.DateField(_("to be called by"), null=True, blank=True, editable=False)
    pre_reads_by = models.DateField(_("pre-reads by"), null=True, blank=True, editable=False)
    minutes_by = models.DateField(_("minutes by"), null=True, blank=True, editable=False)
    has_quorum = models.BooleanField(_("quorum"), null=True, blank=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes_long__range=(SHORTEST, LONGEST)), name="meeting_length_range"),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True) | Q(cancelled_at__isnull=True), name="meeting_held_or_cancelled"
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(cancelled_at__isnull=False), name="meeting_reason_for_cancelling"
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-starts_at"], name="meeting_by_committee"),
            models.Index(fields=["starts_at"], name="meeting_by_start"),
        ]
        triggers = [only_before_final("id")]

    def __str__(self) -> str:
        return gettext("%(committee)s, %(date)s") % {
            "committee": self.committee.label,
            "date": date_text(self.local_day),
        }

    def get_absolute_url(self) -> str:
        return reverse("meeting_detail", args=[self.public_id])

    @property
    def scope(self) -> Scope:
        """Who may see it: its committee's."""
        return self.committee.scope

    @property
    def local_start(self) -> datetime:
        """When it starts on the clocks of the place that agreed on it."""
        return self.starts_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def local_day(self) -> date:
        """The day on which it is held, there."""
        return self.local_start.date()

    @property
    def has_come(self) -> bool:
        """Whether its day has come, there."""
        return self.local_day <= timezone.now().astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def local_time(self) -> str:
        """The hour at which it starts, there."""
        return f"{self.local_start:%H:%M}"

    @property
    def state(self) -> MeetingState:
        """Where it stands."""
        if self.cancelled_at:
            return MeetingState.CANCELLED
        if self.held_at:
            return MeetingState.HELD
        return MeetingState.CALLED if self.called_at else MeetingState.PLANNED

    @property
    def is_to_come(self) -> bool:
        """Whether it was neither held nor cancelled."""
        return self.held_at is None and self.cancelled_at is None


class Presence(models.TextChoices):
    """Whether somebody who was invited came."""

    NOT_SAID = "", _("Not noted yet")
    PRESENT = "present", _("Present")
    STAND_IN = "stand_in", _("Sent a stand-in")
    ABSENT = "absent", _("Absent")


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Who is asked to come, and came."""

    def in_order(self) -> Self:
        """Our side first, co-chairs on top, then by name."""
        rank = models.Case(
            *(models.When(role=role, then=models.Value(place)) for place, role in enumerate(SeatRole)),
            output_field=models.PositiveSmallIntegerField(),
        )
        return self.order_by("side", rank, name_column("person__"), "pk")


@tracked()
class Attendance(models.Model):
    """Somebody who is invited to a meeting, as what, and whether they came. Seats change; this row stays."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    side = models.CharField(_("side"), max_length=6, choices=Side)
    role = models.CharField(_("role"), max_length=9, choices=SeatRole, default=SeatRole.GUEST)
    presence = models.CharField(_("presence"), max_length=8, choices=Presence, blank=True, default=Presence.NOT_SAID)
    stood_in_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("stand-in")
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="attendance_side_known"),
            models.CheckConstraint(condition=Q(role__in=SeatRole.values), name="attendance_role_known"),
            models.CheckConstraint(condition=Q(presence__in=Presence.values), name="attendance_presence_known"),
            models.CheckConstraint(
                condition=Q(stood_in_by__isnull=True) | (Q(presence=Presence.STAND_IN) & ~Q(stood_in_by=F("person"))),
                name="attendance_stand_in_came",
            ),
        ]
        triggers = [only_before_final("meeting_id")]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def has_vote(self) -> bool:
        """Whether its presence counts for the quorum."""
        return self.role in VOTING

    @property
    def is_there(self) -> bool:
        """Whether they came, or somebody in their place."""
        return self.presence in (Presence.PRESENT, Presence.STAND_IN)
