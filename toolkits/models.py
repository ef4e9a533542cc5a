"""What a tool is beside its words, which are publishing's."""

from typing import Any, Self, TypedDict

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, FilteredRelation, Func, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.lib.lists import title_key
from coe_hub.lib.sql import JapaneseFirst, LocalSortKey, SortKey
from coe_hub.lib.text import ONE_LINE, reader_language
from coe_hub.publishing.models import TITLE, Content, EditionState
from coe_hub.publishing.titles import content_title
from coe_hub.vocabulary.models import Phase


class Toolkit(models.TextChoices):
    """The toolkits; an alliance type is served by one of the first three."""

    RESEARCH = "research", _("Research")
    DEVELOPMENT = "development", _("Development")
    COMMERCIAL = "commercial", _("Commercial")
    FUNDAMENTALS = "fundamentals", _("Fundamentals")


class Weight(models.TextChoices):
    """How much of an alliance a tool is made for."""

    LIGHT = "light", _("Light")
    STANDARD = "standard", _("Standard")
    FULL = "full", _("Full")


class Practice(models.TextChoices):
    """How much the CoE makes of it. Guidance all the same: adapt it, or skip it with a reason."""

    CORE = "core", _("Core")
    RECOMMENDED = "recommended", _("Recommended")
    OPTIONAL = "optional", _("Optional")


class ToolFormat(models.TextChoices):
    """What a tool is downloaded as."""

    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"


class ToolQuerySet(models.QuerySet):
    """Tools as readers find them."""

    def published(self) -> Self:
        """Those readers can open."""
        return self.filter(content__in=Content.objects.published())

    def with_readers(self) -> Self:
        """Those readers can open or, retired since, could."""
        return self.filter(content__editions__state=EditionState.PUBLISHED)

    def for_phase(self, phase: str) -> Self:
        """Those made for this phase of an alliance."""
        return self.filter(phases__contains=[phase])

    def with_title(self) -> Self:
        """With `title` in the reader's language, of the edition readers see or else of the one being written."""
        return self.annotate(title=content_title("content", slug="content__slug"))

    def in_order(self) -> Self:
        """Those readers can open, as toolkits list them: `reading_key`, by keys that the database keeps of titles."""
        editions = "content__editions"
        rows = self.filter(**{f"{editions}__state": EditionState.PUBLISHED, f"{editions}__blocks__key": TITLE})
        key: Any = F(f"{editions}__blocks__sort_key")
        if reader_language() == "ja":
            of_title = Q(content__translations__language="ja", content__translations__key=TITLE)
            rows = rows.annotate(translated=FilteredRelation("content__translations", condition=of_title))
            reading = SortKey(NullIf(F("reading"), Value("")))
            key = JapaneseFirst(Coalesce(reading, F("translated__sort_key"), key))
        return rows.filter(content__archived_at__isnull=True).order_by("toolkit", key, "pk")


def reading_key() -> Func:
    """What tools with a `title` are sorted by: in Japanese by how the title is read, where a curator said it. A title
    in kanji without a reading stands after those that have one."""
    if reader_language() != "ja":
        return title_key()
    return LocalSortKey(Coalesce(NullIf(F("reading"), Value("")), F("title")))


class ToolValues(TypedDict, total=False):
    """What curators edit of a tool beside its words, and what each of it is."""

    toolkit: str
    weight: str
    practice: str
    minutes: int
    phases: list[str]
    reading: str


@tracked()
class Tool(models.Model):
    """A tool: in which toolkit, for which phases, how long it takes, as what it is downloaded."""

    EDITABLE = tuple(ToolValues.__annotations__)

    content = models.OneToOneField(Content, models.CASCADE, related_name="tool")
    toolkit = models.CharField(_("toolkit"), max_length=12, choices=Toolkit)
    file_format = models.CharField(_("file"), max_length=4, choices=ToolFormat, default=ToolFormat.DOCX)
    weight = models.CharField(_("weight"), max_length=8, choices=Weight, default=Weight.LIGHT)
    practice = models.CharField(_("practice"), max_length=12, choices=Practice, default=Practice.RECOMMENDED)
    minutes = models.PositiveSmallIntegerField(
        _("minutes to use"), validators=[MinValueValidator(1), MaxValueValidator(480)]
    )
    phases = ArrayField(models.CharField(max_length=12, choices=Phase), default=list, verbose_name=_("phases"))
    reading = models.CharField(
        _("reading of the Japanese title (kana)"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        validators=ONE_LINE,
        help_text=_("Japanese lists of tools are sorted by it."),
    )
    position = models.PositiveSmallIntegerField(_("place in the toolkit"), default=0)

    # Of `alliances.tools.recommended_tools.tools_of`.
    is_for_now: bool

    objects = ToolQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(toolkit__in=Toolkit.values), name="tool_toolkit_known"),
            models.CheckConstraint(condition=Q(file_format__in=ToolFormat.values), name="tool_format_known"),
            models.CheckConstraint(condition=Q(weight__in=Weight.values), name="tool_weight_known"),
            models.CheckConstraint(condition=Q(practice__in=Practice.values), name="tool_practice_known"),
            models.CheckConstraint(condition=Q(minutes__range=(1, 480)), name="tool_minutes_range"),
            models.CheckConstraint(condition=Q(phases__contained_by=Phase.values), name="tool_phases_known"),
        ]
        indexes = [models.Index(fields=["toolkit", "position"], name="tool_by_toolkit")]

    def __str__(self) -> str:
        return self.content.slug

    def get_absolute_url(self) -> str:
        return reverse("tool_detail", args=[self.toolkit, self.content.slug])
