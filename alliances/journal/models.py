"""The journal: what happened on an alliance, line by line."""

from datetime import date
from typing import TypedDict

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, RecordQuerySet
from coe_hub.lib.text import refuse_control_characters


class EntryKind(models.TextChoices):
    """What a journal entry tells of."""

    NOTE = "note", _("Note")
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")


class EntryValues(TypedDict, total=False):
    """What people write and correct in a line of the journal, and what each of it is."""

    kind: str
    text: str
    happened_on: date


@tracked()
class JournalEntry(Record):
    """One line of an alliance's journal."""

    EDITABLE = tuple(EntryValues.__annotations__)

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="journal")
    kind = models.CharField(_("kind"), max_length=8, choices=EntryKind, default=EntryKind.NOTE)
    text = models.TextField(_("what happened"), max_length=4000, validators=[refuse_control_characters])
    happened_on = models.DateField(_("on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        db_table = "alliances_journalentry"
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
