"""What was said on the points of the launch check."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from coe_hub.lib.history import tracked
from coe_hub.lib.text import refuse_control_characters
from coe_hub.people.models import Person, ScopedQuerySet


class Said(models.TextChoices):
    """What somebody says of a point."""

    THERE = "there", _("It is there")
    NOT_HERE = "not_here", _("Not needed here")
    OPEN = "open", _("Still open")


class LaunchAnswerQuerySet(ScopedQuerySet):
    """Answers: who sees the alliance sees them."""

    SCOPE = "alliance__scope"


@tracked()
class LaunchAnswer(models.Model):
    """What was said of one point of an alliance. Rows are only added; the newest of a point counts."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="launch_answers")
    point = models.SlugField(max_length=40)
    said = models.CharField(_("answer"), max_length=8, choices=Said)
    note = models.TextField(_("note"), max_length=1000, blank=True, validators=[refuse_control_characters])
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who said so"))
    said_on = models.DateField(_("on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = LaunchAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(said__in=Said.values), name="launch_answer_known"),
            models.CheckConstraint(condition=~Q(point=""), name="launch_answer_has_point"),
            models.CheckConstraint(
                condition=~Q(said=Said.NOT_HERE) | ~Q(note=""),
                name="launch_answer_not_here_has_reason",
                violation_error_message=_("Say why it is not needed here, so that nobody asks again."),
            ),
        ]
        indexes = [models.Index(fields=["alliance", "point", "-id"], name="launch_answer_by_point")]

    def __str__(self) -> str:
        return f"{self.point}: {self.get_said_display()}"
