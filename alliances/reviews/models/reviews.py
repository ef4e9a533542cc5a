"""A look at how an alliance stands."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from alliances.reviews.models.standing import when_reviewed
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Unworded
from coe_hub.lib.sql import found_by
from coe_hub.lib.text import refuse_control_characters

if TYPE_CHECKING:
    from coe_hub.people.models import User


class Outcome(models.TextChoices):
    """What a review found."""

    ON_TRACK = "on_track", _("On track")
    WATCH = "watch", _("Watch")
    AT_RISK = "at_risk", _("At risk")


class ReviewQuerySet(models.QuerySet):
    """Reviews as one reader sees them."""

    def visible_to(self, user: "User") -> Self:
        """Those of alliances the user sees."""
        return self.filter(alliance__in=Alliance.objects.visible_to(user))

    def of_active_alliances(self) -> Self:
        """Without those of alliances that were put away."""
        return self.filter(alliance__archived_at__isnull=True)

    def newest_first(self) -> Self:
        """By the day they were held."""
        return self.order_by("-held_on", "-pk")


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
    words = models.GeneratedField(
        expression=found_by(title=[], body=["note"]), output_field=SearchVectorField(), db_persist=True
    )

    objects = Unworded.from_queryset(ReviewQuerySet)()

    class Meta:
        db_table = "alliances_review"
        constraints = [models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="review_outcome_known")]
        indexes = [
            models.Index(fields=["alliance", "-held_on", "-id"], name="review_by_date"),
            models.Index(fields=["-held_on", "-id"], name="review_by_day"),
            models.Index(
                fields=["held_on"],
                include=["alliance", "due_on"],
                condition=Q(due_on__isnull=False),
                name="review_in_rhythm",
            ),
            GinIndex(fields=["words"], name="review_words"),
        ]
        triggers = [when_reviewed()]

    def __str__(self) -> str:
        return self.get_outcome_display()

    def get_absolute_url(self) -> str:
        """Its place among its alliance's reviews; needs the alliance."""
        return f"{reverse('alliance_reviews', args=[self.alliance.public_id])}#review-{self.pk}"
