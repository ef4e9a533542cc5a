"""The journal: what happened on an alliance, line by line."""

from datetime import date
from typing import Self, TypedDict

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance
from coe_hub.attachments.models import folder_column, in_folders
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, Unworded
from coe_hub.lib.sql import found_by
from coe_hub.lib.text import refuse_control_characters
from coe_hub.people.models import Scope, ScopedQuerySet


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


class JournalEntryQuerySet(ScopedQuerySet):
    """Lines of journals: who sees the alliance sees them."""

    SCOPE = "alliance__scope"

    def of_active_alliances(self) -> Self:
        """Without those of alliances that were put away."""
        return self.filter(alliance__archived_at__isnull=True)

    def newest_first(self) -> Self:
        """By the day they tell of."""
        return self.order_by("-happened_on", "-pk")

    def with_row(self) -> Self:
        """With all that a row of a list shows, the newest on top."""
        return self.select_related("by__person", "folder").prefetch_related(in_folders()).newest_first()


@tracked()
class JournalEntry(Record):
    """One line of an alliance's journal."""

    EDITABLE = tuple(EntryValues.__annotations__)

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="journal")
    kind = models.CharField(_("kind"), max_length=8, choices=EntryKind, default=EntryKind.NOTE)
    text = models.TextField(_("what happened"), max_length=4000, validators=[refuse_control_characters])
    happened_on = models.DateField(_("on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    folder = folder_column()

    words = models.GeneratedField(
        expression=found_by(title=[], body=["text"]), output_field=SearchVectorField(), db_persist=True
    )

    objects = Unworded.from_queryset(JournalEntryQuerySet)()

    class Meta:
        db_table = "alliances_journalentry"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="journal_text_given"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="journal_kind_known"),
        ]
        indexes = [
            models.Index(fields=["alliance", "-happened_on", "-id"], name="journal_by_date"),
            models.Index(fields=["-created_at"], name="journal_by_created"),
            models.Index(fields=["-happened_on", "-id"], name="journal_by_day"),
            GinIndex(fields=["words"], name="journal_words"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        """Its place in its alliance's journal; needs the alliance."""
        page = reverse("journal_list", args=[self.alliance.public_id])
        return f"{page}?entry={self.public_id}#entry-{self.public_id}"

    @property
    def scope(self) -> Scope:
        """Its alliance's."""
        return self.alliance.scope
