"""What people who tried an edition out say of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, RecordQuerySet
from coe_hub.lib.text import refuse_control_characters
from coe_hub.publishing.models.content import Edition


@tracked()
class PilotComment(Record):
    """How it went, in somebody's own words; read by those who keep the desk."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("how it went"), max_length=4_000, validators=[refuse_control_characters])

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="pilot_comment_says_something")]
        indexes = [models.Index(fields=["edition", "-created_at"], name="pilot_comment_newest")]

    def __str__(self) -> str:
        return self.text[:60]
