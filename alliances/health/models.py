"""A health check: a wave that asks both sides of an alliance or, where there are too few for that, a talk."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record
from coe_hub.lib.text import refuse_control_characters
from coe_hub.people.models import Scope, ScopedQuerySet
from coe_hub.surveys.models import Use, Wave

# How long after one check the next is due.
RHYTHM_MONTHS = 6


class HealthCheckQuerySet(ScopedQuerySet):
    """Health checks as they are listed."""

    SCOPE = "alliance__scope"

    def with_day(self) -> Self:
        """With `on`: the last day of its wave, or the day of the talk."""
        return self.annotate(on=Coalesce("wave__closes_on", "talked_on"))

    def counted(self) -> Self:
        """Those whose answers were opened."""
        return self.active().filter(wave__closed_at__isnull=False)

    def of_health(self) -> Self:
        """Those that ask, or talked, about health: a culture profile has no good end and counts in no trend."""
        return self.exclude(wave__edition__content__questionnaire__use=Use.CULTURE)

    def of_culture(self) -> Self:
        """Those that ask how each side usually works."""
        return self.filter(wave__edition__content__questionnaire__use=Use.CULTURE)

    def last_days(self) -> "models.QuerySet[Any, Any]":
        """The days of the checks as `on`, the newest first: for a subquery."""
        return self.with_day().order_by("-on", "-pk").values("on")[:1]

    def newest_first(self) -> Self:
        """As they are read."""
        return self.with_day().order_by("-on", "-pk")


@tracked()
class HealthCheck(Record):
    """One look at how the alliance is doing. A talk has a note of what came of it, a wave its answers."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="health_checks")
    wave = models.OneToOneField(Wave, models.PROTECT, null=True, blank=True, related_name="health_check")
    talked_on = models.DateField(_("talked on"), null=True, blank=True)
    note = models.TextField(_("what came of it"), max_length=4000, blank=True, validators=[refuse_control_characters])
    shared_at = models.DateTimeField(_("shown to both sides"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("begun by"))

    # Of `with_day`.
    on: date

    objects = HealthCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wave__isnull=False, talked_on__isnull=True)
                | Q(wave__isnull=True, talked_on__isnull=False) & ~Q(note=""),
                name="health_check_asked_or_talked",
            ),
            models.CheckConstraint(
                condition=Q(shared_at__isnull=True) | Q(wave__isnull=False), name="health_check_shown_is_asked"
            ),
        ]
        indexes = [models.Index(F("alliance"), F("id").desc(), name="health_check_by_alliance")]

    def __str__(self) -> str:
        return str(self.alliance)

    def get_absolute_url(self) -> str:
        return reverse("health_detail", args=[self.public_id])

    @property
    def is_culture(self) -> bool:
        """Whether it asks how each side works, not how they see the alliance."""
        return self.wave is not None and self.wave.edition.content.questionnaire.use == Use.CULTURE

    @property
    def scope(self) -> Scope:
        """Where it stands: in its alliance's scope."""
        return self.alliance.scope


@tracked()
class JointAction(models.Model):
    """Something both sides took on together when they looked at the results: one item for each side's owner."""

    check_made = models.ForeignKey(HealthCheck, models.CASCADE, related_name="joint_actions")
    theme = models.SlugField(_("theme"), max_length=60, blank=True)
    ours = models.OneToOneField(ActionItem, models.CASCADE, related_name="+", verbose_name=_("our part"))
    theirs = models.OneToOneField(ActionItem, models.CASCADE, related_name="+", verbose_name=_("their part"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(ours=F("theirs")), name="joint_action_has_two_parts"),
        ]

    def __str__(self) -> str:
        return str(self.ours)
