"""When people are told: the company's rule for each kind, a person's own preferences, and what they answered."""

from typing import Any, TypedDict

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.people.models import Person

LEAD_DAYS = (30, 7, 1, 0)
WEEKS_LATE = 4
BACKUP_AFTER_DAYS = 7
SINGLE_WITHIN_DAYS = 1

_DAYS = [MinValueValidator(0), MaxValueValidator(365)]


def usual_lead_days() -> list[int]:
    """Days before a due date at which somebody is told, where nobody chose others."""
    return list(LEAD_DAYS)


def _lead_days(**options: Any) -> ArrayField:
    """A column of up to eight lead times in days, largest first."""
    return ArrayField(models.PositiveSmallIntegerField(validators=_DAYS), size=8, **options)


def _since() -> models.DateField:
    """From when the lead times count: of what was told before, days that were over by then are not told again."""
    return models.DateField(_("since"), null=True, blank=True, editable=False)


class RuleValues(TypedDict, total=False):
    """What admins say of a kind of due thing, in days and weeks."""

    lead_days: list[int]
    weeks_late: int
    backup_after_days: int | None
    single_within_days: int | None


@tracked()
class KindRule(models.Model):
    """How the company tells one kind of due thing. A kind without a row is told as the defaults here say."""

    EDITABLE = tuple(RuleValues.__annotations__)

    kind = models.CharField(max_length=40, unique=True)
    lead_days = _lead_days(default=usual_lead_days, verbose_name=_("told before it is due"))
    weeks_late = models.PositiveSmallIntegerField(
        _("weeks told while it is late"), default=WEEKS_LATE, validators=[MaxValueValidator(26)]
    )
    backup_after_days = models.PositiveSmallIntegerField(
        _("days late after which the sponsor is told as well"),
        default=BACKUP_AFTER_DAYS,
        null=True,
        blank=True,
        validators=_DAYS,
    )
    single_within_days = models.PositiveSmallIntegerField(
        _("days before it is due from which it is a mail of its own"),
        default=SINGLE_WITHIN_DAYS,
        null=True,
        blank=True,
        validators=_DAYS,
    )
    since = _since()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weeks_late__lte=26), name="kind_rule_weeks_late_range"),
            models.CheckConstraint(condition=~Q(lead_days=[]), name="kind_rule_has_lead_days"),
        ]

    def __str__(self) -> str:
        return self.kind


class Rhythm(models.TextChoices):
    """How somebody likes their mails."""

    DAILY = "daily", _("One mail a day, when there is something")
    WEEKLY = "weekly", _("One mail a week")
    SINGLE = "single", _("A mail for each thing")
    NONE = "none", _("No mails; I look at my page")


class Weekday(models.IntegerChoices):
    """Days a weekly mail may come on; numbered as Python does."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


@tracked()
class Preference(models.Model):
    """How one person likes to be told. Nobody else sees it."""

    EDITABLE = ("rhythm", "weekday")

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    rhythm = models.CharField(_("mails"), max_length=8, choices=Rhythm, default=Rhythm.DAILY)
    weekday = models.PositiveSmallIntegerField(_("weekly mail on"), choices=Weekday, default=Weekday.MONDAY)

    class Meta:
        db_table = "reminders_wish"
        constraints = [
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="wish_rhythm_known"),
            models.CheckConstraint(condition=Q(weekday__in=Weekday.values), name="wish_weekday_known"),
        ]

    def __str__(self) -> str:
        return self.get_rhythm_display()


class KindValues(TypedDict, total=False):
    """What one person says of a kind of due thing."""

    lead_days: list[int] | None
    is_muted: bool


@tracked()
class KindPreference(models.Model):
    """One person's own lead times for one kind (None: the company's), and whether mails of it are wanted at all."""

    EDITABLE = tuple(KindValues.__annotations__)

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    lead_days = _lead_days(null=True, blank=True, verbose_name=_("told before it is due"))
    is_muted = models.BooleanField(_("no mails of this kind"), default=False)
    since = _since()

    class Meta:
        db_table = "reminders_kindwish"
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="kind_wish_once"),
            models.CheckConstraint(
                condition=Q(lead_days__isnull=True) | ~Q(lead_days=[]), name="kind_wish_has_lead_days"
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class ResponseKind(models.TextChoices):
    """What somebody answered to a reminder, where it was not simply done."""

    SNOOZED = "snoozed", _("Remind me later")
    NOT_MINE = "not_mine", _("Not mine")


@tracked()
class Response(models.Model):
    """What one person last answered about one due date; when the date moves, the answer is spent."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    due_date = models.DateField()
    answer = models.CharField(max_length=8, choices=ResponseKind)
    until = models.DateField(null=True, blank=True, help_text="The day on which a snoozed thing is told again.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "reminders_answer"
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "object_id"], name="answer_last_one_counts"),
            models.CheckConstraint(
                condition=Q(answer=ResponseKind.SNOOZED, until__isnull=False)
                | Q(answer=ResponseKind.NOT_MINE, until__isnull=True),
                name="answer_snoozed_until_a_day",
            ),
        ]
        indexes = [models.Index(fields=["kind", "object_id"], name="answer_by_object")]

    def __str__(self) -> str:
        return self.get_answer_display()
