"""Every text of every edition in one view, as search reads it."""

from typing import Self

from django.contrib.postgres.search import SearchVectorField
from django.db import models

from coe_hub.publishing.models.blocks import DESCRIPTIONS, BlockKind
from coe_hub.publishing.models.content import Edition, EditionState


class EditionTextQuerySet(models.QuerySet):
    """Texts that can be searched."""

    def live(self) -> Self:
        """Those that readers can open. A description is no text to read, and a question would tell its answers."""
        shown = self.filter(edition__state=EditionState.PUBLISHED, edition__content__archived_at__isnull=True)
        return shown.exclude(kind__in=[*DESCRIPTIONS, BlockKind.QUESTION])


class EditionText(models.Model):
    """A view: every text of every edition, in the language it was written in and in those it was translated to.

    A translation belongs to the editions that have its block, so what an edition lost is not found by it.
    """

    pk = models.CompositePrimaryKey("edition_id", "language", "key")
    edition = models.ForeignKey(Edition, models.DO_NOTHING, related_name="+", db_column="version_id")
    language = models.CharField(max_length=8)
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    words = SearchVectorField()
    folded = models.TextField()

    objects = EditionTextQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "publishing_version_text"

    def __str__(self) -> str:
        return f"{self.language} {self.key}"
