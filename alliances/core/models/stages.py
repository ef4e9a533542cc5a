"""Which stage an alliance came into, and when."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.core.models import standing
from alliances.core.models.alliances import Alliance
from coe_hub.lib.history import tracked
from coe_hub.lib.text import refuse_control_characters
from coe_hub.vocabulary.models import Stage


@tracked(in_bulk=True)
class StageChange(models.Model):
    """The day an alliance came into a stage, and why. The newest by day, then by row, is where it stands."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="stage_changes")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", verbose_name=_("stage"))
    on_date = models.DateField(_("since"))
    reason = models.CharField(_("reason"), max_length=500, blank=True, validators=[refuse_control_characters])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["alliance", "on_date", "id"], include=["stage"], name="stage_change_in_order")]
        triggers = [standing.when_stage_is_told(), standing.when_stage_changes()]

    def __str__(self) -> str:
        return str(self.stage)
