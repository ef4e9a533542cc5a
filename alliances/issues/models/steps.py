"""The steps of an issue on its ladder. Rows are only added; where the issue stands, the newest of them tells."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Party
from alliances.issues.models.issues import Issue
from alliances.issues.models.ladders import MOST_DAYS, Level
from coe_hub.lib.history import tracked
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import ScopedQuerySet
from coe_hub.vocabulary.models import Phase


class Way(models.TextChoices):
    """What a step does with an issue."""

    RAISED = "raised", _("Raised")
    CLIMBED = "climbed", _("Climbed")
    STEPPED_DOWN = "down", _("Went down")
    RESOLVED = "resolved", _("Resolved")
    REOPENED = "reopened", _("Opened again")


class Standing(models.TextChoices):
    """Where an issue stands, as its newest step and the day tell it."""

    OPEN = "open", _("On its first level")
    CLIMBED = "climbed", _("Climbed")
    RUN_OUT = "run_out", _("Its clock ran out")
    RESOLVED = "resolved", _("Resolved")


class IssueStepQuerySet(ScopedQuerySet):
    """Steps as their readers see them; `current()` ones are how issues are listed."""

    SCOPE = "issue__scope"

    def active(self) -> Self:
        """Of issues that were not put away, on alliances that were not either."""
        return self.filter(issue__archived_at__isnull=True, issue__alliance__archived_at__isnull=True)

    def current(self) -> Self:
        """The newest of each issue."""
        later = IssueStep._base_manager.filter(issue=OuterRef("issue"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later))

    def open(self) -> Self:
        """Without those that resolved their issue."""
        return self.exclude(way=Way.RESOLVED)

    def run_out(self, on: date) -> Self:
        """Open, and the clock of their level ran out before that day."""
        return self.open().filter(until_on__lt=on)

    def of_living_alliances(self) -> Self:
        """Those of alliances that are not closed."""
        return self.exclude(issue__alliance__stage__phase=Phase.CLOSED)

    def with_row(self) -> Self:
        """With all that a row of a list shows, and what its clock needs."""
        parties = Party.objects.select_related("organisation")
        return (
            self.select_related(
                "issue__alliance__lead__site", "issue__programme", "issue__owner__user", "issue__owner__site",
                "issue__counterpart__site", "issue__scope",
            )
            .defer("issue__words")
            .prefetch_related(Prefetch("issue__alliance__parties", parties))
        )  # fmt: skip

    def in_order(self) -> Self:
        """Open ones first, the soonest clock on top; then what was resolved, the newest on top."""
        return self.order_by(
            models.Case(models.When(way=Way.RESOLVED, then=1), default=0),
            F("until_on").asc(nulls_last=True),
            "-on",
            "-pk",
        )


@tracked()
class IssueStep(models.Model):
    """One step: since which day the issue stands on which level, how long that level has for it, and why."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="steps")
    way = models.CharField(_("step"), max_length=8, choices=Way)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    on = models.DateField(_("since"))
    # Of the ladder on that day; None where the level has no clock, and for what is resolved.
    days = models.PositiveSmallIntegerField(
        _("days"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )
    is_calendar = models.BooleanField(_("calendar days"), default=False)
    until_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True, validators=[refuse_control_characters])
    agenda = models.CharField(_("on the agenda of"), max_length=200, blank=True, validators=ONE_LINE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = IssueStepQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(way__in=Way.values), name="issue_step_way_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="issue_step_level_known"),
            models.CheckConstraint(condition=Q(way=Way.RAISED) | ~Q(reason=""), name="issue_step_with_reason"),
            models.CheckConstraint(
                condition=Q(days__isnull=True, until_on__isnull=True)
                | Q(days__range=(1, MOST_DAYS), until_on__gt=F("on")),
                name="issue_step_clock_whole",
            ),
            models.CheckConstraint(
                condition=~Q(way=Way.RESOLVED) | Q(days__isnull=True), name="issue_step_resolved_no_clock"
            ),
            models.UniqueConstraint(fields=["issue"], condition=Q(way=Way.RAISED), name="issue_step_raised_once"),
        ]
        indexes = [
            models.Index(fields=["issue", "-id"], name="issue_step_newest"),
            models.Index(fields=["until_on"], name="issue_step_by_until"),
            models.Index(fields=["-created_at"], name="issue_step_by_created"),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()}: {self.get_level_display()}"

    def get_absolute_url(self) -> str:
        """The page of its issue."""
        return self.issue.get_absolute_url()

    @property
    def is_open(self) -> bool:
        """Whether the issue was still to be settled after it."""
        return self.way != Way.RESOLVED

    def standing(self, today: date) -> Standing:
        """Where the issue stands, as far as this step tells it."""
        if not self.is_open:
            return Standing.RESOLVED
        if self.until_on is not None and self.until_on < today:
            return Standing.RUN_OUT
        return Standing.CLIMBED if self.level > Level.MANAGERS else Standing.OPEN
