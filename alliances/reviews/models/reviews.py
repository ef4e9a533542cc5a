"""A look at how an alliance stands."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from coe_hub.lib.history import tracked
from coe_hub.lib.text import refuse_control_characters


class Outcome(models.TextChoices):
    """What a review found."""

    ON_TRACK = "on_track", _("On track")
    WATCH = "watch", _("Watch")
    AT_RISK = "at_risk", _("At risk")


@tracked()
class Review(models.Model):
    """A look at how an alliance stands. Rows are added, never changed; a new one moves the next review."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="reviews")
    held_on = models.DateField(_("held on"))
    due_on = models.DateField(_("was due"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    note = models.TextField(_("note"), max_length=4000, blank=True, validators=[refuse_control_characters])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "alliances_review"
        constraints = [models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="review_outcome_known")]
        indexes = [models.Index(fields=["alliance", "-held_on", "-id"], name="review_by_date")]

    def __str__(self) -> str:
        return self.get_outcome_display()
