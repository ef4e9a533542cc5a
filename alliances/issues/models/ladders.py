"""The ladder an issue climbs: its levels, and what one alliance says of each."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from coe_hub.lib.history import tracked
from coe_hub.lib.text import ONE_LINE

MOST_DAYS = 365


class Level(models.IntegerChoices):
    """Who settles an issue, from the lowest level up."""

    MANAGERS = 1, _("Alliance managers")
    TEAM = 2, _("Project team")
    COMMITTEE = 3, _("Functional committee")
    STEERING = 4, _("Joint steering committee")
    EXECUTIVES = 5, _("Named executives")
    FINAL_SAY = 6, _("Final say")


LEVELS = tuple(Level)


@tracked()
class Rung(models.Model):
    """What one alliance says of one level: whether it has it, in how many days it settles an issue, and which clause
    says so. A level without a row is as usual (`ladder.USUAL_DAYS`)."""

    SAID = ("is_used", "days", "is_calendar", "clause")

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="rungs")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    is_used = models.BooleanField(_("this level exists"), default=True)
    days = models.PositiveSmallIntegerField(
        _("days"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )
    is_calendar = models.BooleanField(_("calendar days, not working days"), default=False)
    clause = models.CharField(_("clause"), max_length=60, blank=True, validators=ONE_LINE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "level"], name="rung_once_per_level"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="rung_level_known"),
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__range=(1, MOST_DAYS)), name="rung_days_range"
            ),
            models.CheckConstraint(condition=Q(is_used=True) | Q(level__gt=Level.MANAGERS), name="rung_lowest_is_used"),
        ]

    def __str__(self) -> str:
        return self.get_level_display()
