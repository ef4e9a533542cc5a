"""Goals of an alliance, and who of both sides signed them off.

Where a goal stands follows from facts: reached on a day, given up for a reason, else open. A sign-off keeps the words
that were signed; one whose words differ from the goal's is outdated, and nothing is deleted.
"""

from datetime import UTC, date, timedelta
from typing import Self, TypedDict

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record
from coe_hub.lib.sql import folded_words, found_by
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import Person, Scope, ScopedQuerySet, Side
from coe_hub.vocabulary.models import Phase

# How long somebody who is asked has before it counts as late.
TO_SIGN = timedelta(days=14)


class Horizon(models.TextChoices):
    """How far ahead a goal lies."""

    SHORT = "short", _("Short-term")
    LONG = "long", _("Long-term")


class GoalState(models.TextChoices):
    """Where a goal stands, as its facts tell it."""

    OPEN = "open", _("Open")
    REACHED = "reached", _("Reached")
    GIVEN_UP = "given_up", _("Given up")


class GoalValues(TypedDict, total=False):
    """What people agree on as a goal, and what each of it is: the words that are signed."""

    text: str
    horizon: str
    measure: str
    due_on: date | None


class GoalQuerySet(ScopedQuerySet):
    """Goals: who sees the alliance sees them."""

    SCOPE = "alliance__scope"

    def open(self) -> Self:
        """Neither reached nor given up."""
        return self.filter(reached_on__isnull=True, given_up_on__isnull=True)

    def of_living_alliances(self) -> Self:
        """Those of alliances that are neither archived nor closed."""
        return self.filter(alliance__archived_at__isnull=True).exclude(alliance__stage__phase=Phase.CLOSED)

    def with_signing(self) -> Self:
        """With those named to sign and all that was signed, the newest first."""
        named = Signatory.objects.select_related("person__organisation").order_by("side", "pk")
        signed = SignOff.objects.select_related("person").order_by("-signed_at", "-pk")
        return self.prefetch_related(Prefetch("signatories", named), Prefetch("sign_offs", signed))

    def in_order(self) -> Self:
        """Open ones first, the soonest on top; then what was reached or given up, the newest on top."""
        closed_on = Coalesce("reached_on", "given_up_on")
        is_closed = Case(When(Q(reached_on__isnull=True, given_up_on__isnull=True), then=Value(0)), default=Value(1))
        return self.order_by(
            is_closed, closed_on.desc(nulls_last=True), F("due_on").asc(nulls_last=True), "-horizon", "pk"
        )


@tracked()
class Goal(Record):
    """What both sides want to have reached by some day, and how they will know."""

    EDITABLE = tuple(GoalValues.__annotations__)

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="goals")
    text = models.CharField(_("goal"), max_length=300, validators=ONE_LINE)
    horizon = models.CharField(_("horizon"), max_length=8, choices=Horizon, default=Horizon.SHORT)
    measure = models.CharField(_("measure"), max_length=300, blank=True, validators=ONE_LINE)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    given_up_on = models.DateField(_("given up on"), null=True, blank=True)
    closing_note = models.TextField(
        _("closing note"), max_length=2000, blank=True, validators=[refuse_control_characters]
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    folded = models.GeneratedField(expression=folded_words("text"), output_field=models.TextField(), db_persist=True)
    words = models.GeneratedField(
        expression=found_by(title=["text"], body=["measure", "closing_note"]),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = GoalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="goal_text_given"),
            models.CheckConstraint(condition=Q(horizon__in=Horizon.values), name="goal_horizon_known"),
            models.CheckConstraint(
                condition=Q(reached_on__isnull=True) | Q(given_up_on__isnull=True), name="goal_reached_or_given_up"
            ),
            models.CheckConstraint(
                condition=Q(given_up_on__isnull=True) | ~Q(closing_note=""), name="goal_given_up_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(closing_note="") | Q(reached_on__isnull=False) | Q(given_up_on__isnull=False),
                name="goal_note_when_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "due_on"], name="goal_by_alliance"),
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="goal_folded_trgm"),
            GinIndex(fields=["words"], name="goal_words"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("goal_detail", args=[self.public_id])

    @property
    def scope(self) -> Scope:
        """Its alliance's."""
        return self.alliance.scope

    @property
    def state(self) -> GoalState:
        """Where it stands."""
        if self.reached_on:
            return GoalState.REACHED
        return GoalState.GIVEN_UP if self.given_up_on else GoalState.OPEN

    @property
    def is_open(self) -> bool:
        """Whether it is still to be reached."""
        return self.state == GoalState.OPEN


@tracked()
class Signatory(models.Model):
    """Somebody named to sign a goal off, on either side."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="signatories")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    side = models.CharField(_("side"), max_length=6, choices=Side)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "person"], name="signatory_once_per_goal"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="signatory_side_known"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def due_on(self) -> date | None:
        """Until when whoever was asked is to sign, a day in UTC; None where nobody asked."""
        return self.asked_at.astimezone(UTC).date() + TO_SIGN if self.asked_at else None


class SignOffQuerySet(models.QuerySet["SignOff"]):
    """Sign-offs as they compare with the goal of today."""

    def of_present_words(self, goal: str) -> Self:
        """Within a query over what leads to a goal by the path `goal` ("goal__"): those that stand, of its present
        words."""
        same = {name: OuterRef(f"{goal}{name}") for name in ("text", "horizon", "measure")}
        undated = Q(due_on__isnull=True) & Exists(Goal.objects.filter(pk=OuterRef("goal"), due_on__isnull=True))
        dated = Q(due_on=OuterRef(f"{goal}due_on")) | undated
        return self.filter(dated, goal=OuterRef(f"{goal}pk"), taken_back_at__isnull=True, **same)


@tracked()
class SignOff(models.Model):
    """What somebody signed, and when: the goal's words of that moment, agreed or with a remark.

    Rows are only added; one that was a slip is taken back and stays as that.
    """

    SIGNED = Goal.EDITABLE

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="sign_offs")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    side = models.CharField(_("side"), max_length=6, choices=Side)
    signed_at = models.DateTimeField(_("signed"), default=timezone.now)
    remark = models.TextField(_("remark"), max_length=2000, blank=True, validators=[refuse_control_characters])
    text = models.CharField(max_length=300)
    horizon = models.CharField(max_length=8, choices=Horizon)
    measure = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=Side.values), name="sign_off_side_known"),
            models.CheckConstraint(condition=~Q(text=""), name="sign_off_words_given"),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | Q(taken_back_at__gte=F("signed_at")),
                name="sign_off_taken_back_after",
            ),
        ]
        indexes = [models.Index(fields=["-signed_at"], name="sign_off_by_time")]

    def __str__(self) -> str:
        return f"{self.person}: {self.text}"

    def is_of(self, goal: Goal) -> bool:
        """Whether the goal still says what was signed."""
        return all(getattr(self, name) == getattr(goal, name) for name in self.SIGNED)
