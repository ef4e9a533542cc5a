"""Every text of every edition in one view, as search reads it."""

from typing import Self

from django.contrib.postgres.search import SearchVectorField
from django.db import models

from coe_hub.publishing.models.blocks import BlockKind
from coe_hub.publishing.models.content import Version, VersionState


class VersionTextQuerySet(models.QuerySet):
    """Texts that can be searched."""

    def live(self) -> Self:
        """Those that readers can open. A worksheet's description is no text to read."""
        shown = self.filter(version__state=VersionState.PUBLISHED, version__content__archived_at__isnull=True)
        return shown.exclude(kind=BlockKind.SHEET)


class VersionText(models.Model):
    """A view: every text of every version, in the language it was written in and in those it was translated to.

    A translation belongs to the versions that have its block, so what an edition lost is not found by it.
    """

    pk = models.CompositePrimaryKey("version_id", "language", "key")
    version = models.ForeignKey(Version, models.DO_NOTHING, related_name="+")
    language = models.CharField(max_length=8)
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    words = SearchVectorField()
    folded = models.TextField()

    objects = VersionTextQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "publishing_version_text"

    def __str__(self) -> str:
        return f"{self.language} {self.key}"
