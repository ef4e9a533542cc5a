"""The pulse: two questions after a tool or a course was used, in rounds of the questionnaire engine.

A round is a wave of one content. It closes once enough answers lie in it, and the next answer begins another: so each
round that is told is large enough by itself, and what a later one adds is nobody's.
"""

from django.conf import settings
from django.db import models

from coe_hub.lib.history import tracked
from coe_hub.publishing.models import Content
from coe_hub.surveys.models.waves import Wave


@tracked()
class PulseRound(models.Model):
    """A wave in which those who used this content say how it went."""

    content = models.ForeignKey(Content, models.CASCADE, related_name="pulse_rounds")
    wave = models.OneToOneField(Wave, models.CASCADE, related_name="pulse_round")

    def __str__(self) -> str:
        return str(self.wave)


class PulseSkipped(models.Model):
    """Somebody would rather not say; they are not asked of it again. Not part of the audit trail, as nothing of usage
    is."""

    content = models.ForeignKey(Content, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content", "user"], name="pulse_skipped_once")]

    def __str__(self) -> str:
        return str(self.content)
