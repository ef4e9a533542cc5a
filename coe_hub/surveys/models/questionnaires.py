"""What a questionnaire is beside its words, which are publishing's: what it is used for, and how long it takes."""

from typing import Self, TypedDict

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.publishing.models import Content


class Use(models.TextChoices):
    """What a questionnaire is asked for. Rooms above offer those of their use."""

    HEALTH = "health", _("Health of an alliance")
    ALIGNMENT = "alignment", _("Internal alignment")
    NEEDS = "needs", _("Needs of those who partner")
    CULTURE = "culture", _("Culture profile")
    PULSE = "pulse", _("After use")


class QuestionnaireQuerySet(models.QuerySet):
    """Questionnaires as they are chosen."""

    def published(self) -> Self:
        """Those that can be asked."""
        return self.filter(content__in=Content.objects.published())

    def in_order(self) -> Self:
        """As lists show them."""
        return self.order_by("position", "pk")


class QuestionnaireValues(TypedDict, total=False):
    """What curators edit of a questionnaire beside its words, and what each of it is."""

    use: str
    minutes: int


@tracked()
class Questionnaire(models.Model):
    """A questionnaire. Its themes and questions are blocks of the edition of its content."""

    EDITABLE = tuple(QuestionnaireValues.__annotations__)

    content = models.OneToOneField(Content, models.CASCADE, related_name="questionnaire")
    use = models.CharField(_("used for"), max_length=9, choices=Use)
    minutes = models.PositiveSmallIntegerField(
        _("minutes to answer"), validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(use__in=Use.values), name="questionnaire_use_known"),
            models.CheckConstraint(condition=Q(minutes__range=(1, 60)), name="questionnaire_minutes_range"),
        ]

    def __str__(self) -> str:
        return self.content.slug

    def get_absolute_url(self) -> str:
        return reverse("questionnaire_detail", args=[self.content.slug])
