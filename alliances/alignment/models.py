"""An internal alignment check: where each department of ours stands on what we bring to the partner.

It is our own side's: nothing of it is ever on a page that somebody at a partner can open.
"""

from datetime import date
from typing import Self, TypedDict

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import Person, Scope, ScopedQuerySet


class Readiness(models.TextChoices):
    """How far our side is on its way to one mind. Agreement that comes too early does not hold."""

    EXPLORING = "exploring", _("Exploring")
    CONVERGING = "converging", _("Converging")
    READY = "ready", _("Ready to decide")


class Position(models.TextChoices):
    """Where somebody stands for their department."""

    NOT_ASKED = "not_asked", _("Not asked yet")
    ALIGNED = "aligned", _("With it")
    CONCERNS = "concerns", _("With it, with concerns")
    AGAINST = "against", _("Not with it")


class Answer(models.TextChoices):
    """Yes, partly or no; empty is not known."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class AlignmentQuerySet(ScopedQuerySet):
    """Checks of the alliances a reader sees."""

    SCOPE = "alliance__scope"

    def newest_first(self) -> Self:
        """As they are read."""
        return self.order_by("-needed_on", "-pk")


class CheckValues(TypedDict, total=False):
    """What people say of a check, and what each of it is."""

    occasion: str
    needed_on: date
    goals: str
    message: str
    readiness: str
    not_before: date | None


@tracked()
class AlignmentCheck(Record):
    """One round of hearing our own side, for a committee or another occasion on `needed_on`."""

    EDITABLE = tuple(CheckValues.__annotations__)

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="alignment_checks")
    occasion = models.CharField(
        _("for what"),
        max_length=200,
        validators=ONE_LINE,
        help_text=_("Such as: joint steering committee, launch, change of scope."),
    )
    needed_on = models.DateField(_("needed by"))
    goals = models.TextField(
        _("what we want"),
        max_length=2000,
        blank=True,
        validators=[refuse_control_characters],
        help_text=_("What our side wants to reach there, as each department should know it."),
    )
    message = models.TextField(
        _("one voice"),
        max_length=2000,
        blank=True,
        validators=[refuse_control_characters],
        help_text=_("What everybody of our side tells the partner, in the same words."),
    )
    readiness = models.CharField(_("readiness"), max_length=10, choices=Readiness, default=Readiness.EXPLORING)
    not_before = models.DateField(
        _("not before"),
        null=True,
        blank=True,
        help_text=_("Where agreement would come too early: the day before which nobody asks for it."),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("begun by"))

    objects = AlignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(occasion=""), name="alignment_occasion_given"),
            models.CheckConstraint(condition=Q(readiness__in=Readiness.values), name="alignment_readiness_known"),
        ]
        indexes = [models.Index(fields=["alliance", "-needed_on", "-id"], name="alignment_by_alliance")]

    def __str__(self) -> str:
        return self.occasion

    def get_absolute_url(self) -> str:
        return reverse("alignment_detail", args=[self.public_id])

    @property
    def scope(self) -> Scope:
        """Its alliance's."""
        return self.alliance.scope


class StandQuerySet(ScopedQuerySet):
    """Stands of the alliances a reader sees."""

    SCOPE = "check_made__alliance__scope"

    def to_hear(self) -> Self:
        """Those of whom nobody knows where they stand."""
        return self.filter(position=Position.NOT_ASKED)

    def in_order(self) -> Self:
        """Those still to be heard on top, then by department."""
        heard = models.Case(models.When(position=Position.NOT_ASKED, then=0), default=1)
        return self.order_by(heard, "department", "pk")


class StandValues(TypedDict, total=False):
    """What is known of where somebody stands, and what each of it is."""

    department: str
    position: str
    knows_goals: str
    open_points: str
    resources: str
    mandate: str


@tracked()
class Stand(Record):
    """Where one department of ours stands, by the person who speaks for it."""

    EDITABLE = tuple(StandValues.__annotations__)

    check_made = models.ForeignKey(AlignmentCheck, models.CASCADE, related_name="stands")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    department = models.CharField(_("department"), max_length=120, validators=ONE_LINE)
    position = models.CharField(_("position"), max_length=9, choices=Position, default=Position.NOT_ASKED)
    knows_goals = models.CharField(_("knows what we want"), max_length=6, choices=Answer, blank=True)
    open_points = models.TextField(
        _("open points"), max_length=2000, blank=True, validators=[refuse_control_characters]
    )
    resources = models.CharField(_("people and money committed"), max_length=6, choices=Answer, blank=True)
    mandate = models.CharField(
        _("mandate"),
        max_length=300,
        blank=True,
        validators=ONE_LINE,
        help_text=_("What they may decide in the room, and how far."),
    )
    heard_on = models.DateField(_("heard on"), null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True, editable=False)

    objects = StandQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["check_made", "person"],
                name="stand_once",
                violation_error_message=_("This person is on the list already."),
            ),
            models.CheckConstraint(condition=~Q(department=""), name="stand_department_given"),
            models.CheckConstraint(condition=Q(position__in=Position.values), name="stand_position_known"),
            models.CheckConstraint(condition=Q(knows_goals__in=["", *Answer.values]), name="stand_goals_known"),
            models.CheckConstraint(condition=Q(resources__in=["", *Answer.values]), name="stand_resources_known"),
            models.CheckConstraint(
                condition=Q(position=Position.NOT_ASKED, heard_on__isnull=True)
                | ~Q(position=Position.NOT_ASKED) & Q(heard_on__isnull=False),
                name="stand_heard_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}: {self.person}"

    @property
    def is_heard(self) -> bool:
        """Whether it is known where they stand."""
        return self.position != Position.NOT_ASKED
