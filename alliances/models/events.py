"""What happened on an alliance: stage changes, journal entries, reviews."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.models.alliances import Alliance
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, RecordQuerySet
from coe_hub.lib.text import refuse_control_characters
from coe_hub.vocabulary.models import Stage


@tracked()
class StageChange(models.Model):
    """The day an alliance came into a stage, and why. The newest by day, then by row, is where it stands."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="stage_changes")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", verbose_name=_("stage"))
    on_date = models.DateField(_("since"))
    reason = models.CharField(_("reason"), max_length=500, blank=True, validators=[refuse_control_characters])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["alliance", "-on_date"], name="stage_change_by_date")]

    def __str__(self) -> str:
        return str(self.stage)


class EntryKind(models.TextChoices):
    """What a journal entry tells of."""

    NOTE = "note", _("Note")
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")


@tracked()
class JournalEntry(Record):
    """One line of an alliance's journal."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="journal")
    kind = models.CharField(_("kind"), max_length=8, choices=EntryKind, default=EntryKind.NOTE)
    text = models.TextField(_("what happened"), max_length=4000, validators=[refuse_control_characters])
    happened_on = models.DateField(_("on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="journal_text_given"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="journal_kind_known"),
        ]
        indexes = [
            models.Index(fields=["alliance", "-happened_on", "-id"], name="journal_by_date"),
            models.Index(fields=["-created_at"], name="journal_by_created"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


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
        constraints = [models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="review_outcome_known")]
        indexes = [models.Index(fields=["alliance", "-held_on", "-id"], name="review_by_date")]

    def __str__(self) -> str:
        return self.get_outcome_display()
