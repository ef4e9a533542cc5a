"""Content, its numbered versions, their blocks, and the translation of each block.

A block has an id that stays the same from version to version and from language to language, and a hash of its text. A
translation remembers the hash it was made from, so exactly the paragraphs that changed since are outdated. A version
that left the desk never changes: the database refuses it.
"""

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import MD5
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, RecordQuerySet
from coe_hub.lib.sql import AddMonths, Fold, found_by
from coe_hub.lib.text import refuse_control_characters, refuse_line_breaks
from coe_hub.people.models import Person

if TYPE_CHECKING:
    pass


class ContentKind(models.TextChoices):
    """What a content is; a kind with fields of its own has a row of its own, one to one."""

    TOOL = "tool", _("Tool")
    LESSON = "lesson", _("Lesson")
    COURSE = "course", _("Course")


class ContentQuerySet(RecordQuerySet):
    """Content as readers and curators see it."""

    def published(self) -> Self:
        """With a version that readers can open, and not retired."""
        live = Version.objects.filter(content=OuterRef("pk"), state=VersionState.PUBLISHED)
        return self.active().filter(Exists(live))


@tracked()
class Content(Record):
    """Something the CoE publishes. Its words live in versions; here stand what it is and who looks after it."""

    kind = models.CharField(_("kind"), max_length=12, choices=ContentKind)
    slug = models.SlugField(_("address"), max_length=80)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="owned_content", verbose_name=_("owner")
    )
    co_owner = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="co_owned_content",
        verbose_name=_("co-owner among its users"),
    )
    review_months = models.PositiveSmallIntegerField(
        _("reviewed every"), default=12, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    last_reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True, editable=False)
    next_review_on = models.GeneratedField(
        expression=AddMonths("last_reviewed_on", "review_months"),
        output_field=models.DateField(),
        db_persist=True,
        verbose_name=_("next review"),
    )

    objects = ContentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="content_address_once"),
            models.CheckConstraint(condition=Q(kind__in=ContentKind.values), name="content_kind_known"),
            models.CheckConstraint(condition=Q(review_months__range=(1, 60)), name="content_review_months_range"),
        ]

    def __str__(self) -> str:
        return self.slug


class VersionState(models.TextChoices):
    """Where a version stands on its way to readers."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Replaced")


@tracked()
class Version(Record):
    """One numbered edition. At most one is being written, and at most one is what readers see."""

    content = models.ForeignKey(Content, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=VersionState, default=VersionState.DRAFT)
    change_note = models.CharField(
        _("what changed"), max_length=300, blank=True, validators=[refuse_control_characters, refuse_line_breaks]
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approver")
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["content"], condition=Q(state="published"), name="version_one_published"),
            models.UniqueConstraint(
                fields=["content"], condition=Q(state__in=["draft", "in_review"]), name="version_one_on_the_desk"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_review"], published_at__isnull=True)
                | Q(state__in=["published", "archived"], published_at__isnull=False, approved_by__isnull=False),
                name="version_published_has_time_and_approver",
            ),
        ]
        indexes = [models.Index(fields=["content", "-number"], name="version_by_number")]

    def __str__(self) -> str:
        return f"{self.content} {self.number}"

    @property
    def approved_alone(self) -> bool:
        """Whether nobody but its author looked at it; the page says so."""
        return self.approved_by_id is not None and self.approved_by_id == self.author_id


# The one-line block that is a content's name.
TITLE = "title"


def _words_column() -> models.GeneratedField:
    """What a text is found by: a title counts for more than what stands below it."""
    return models.GeneratedField(
        expression=Case(When(key=TITLE, then=found_by(title=["text"])), default=found_by(title=[], body=["text"])),
        output_field=SearchVectorField(),
        db_persist=True,
    )


def _folded_title() -> Case:
    """A title as people look for it; of all other texts nothing. The view of texts has the same column."""
    return Case(When(key=TITLE, then=Fold("text")), default=Value(""), output_field=models.TextField())


class BlockKind(models.TextChoices):
    """What a block holds."""

    LINE = "line", _("Line")
    TEXT = "text", _("Text")
    FIELDS = "fields", _("Fields to fill in")
    TABLE = "table", _("Table")
    EXAMPLE = "example", _("Filled-in example")
    SHEET = "sheet", _("Worksheet")


class _Texts(models.Manager):
    """Rows without what only the database reads: it is longer than the text."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().defer("words")


class BlockQuerySet(models.QuerySet):
    """Blocks of one version or many."""

    def in_order(self) -> Self:
        """As they are read."""
        return self.order_by("position", "pk")


_OFF_THE_DESK = """
IF EXISTS (
    SELECT 1 FROM publishing_version
    WHERE id = {row}.version_id AND state NOT IN ('draft', 'in_review')
) THEN
    RAISE EXCEPTION 'A published version is never changed: publish a new one.';
END IF;
RETURN {row};
"""


@tracked()
class Block(models.Model):
    """A paragraph, table or group of fields of one version, in the language it was written in."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="blocks")
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=8, choices=BlockKind)
    position = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=20_000, validators=[refuse_control_characters])
    is_wording_only = models.BooleanField(
        _("only the wording changed"), default=False, help_text=_("Translations of the former text stay good.")
    )
    text_hash = models.GeneratedField(
        expression=MD5("text"), output_field=models.CharField(max_length=32), db_persist=True
    )
    words = _words_column()

    objects = _Texts.from_queryset(BlockQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="block_key_once_per_version"),
            models.CheckConstraint(condition=Q(kind__in=BlockKind.values), name="block_kind_known"),
        ]
        indexes = [
            GinIndex(fields=["words"], name="block_words"),
            GinIndex(OpClass(_folded_title(), "gin_trgm_ops"), name="block_title_trgm"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="only_on_the_desk",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_OFF_THE_DESK.format(row="NEW"),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class TranslationState(models.TextChoices):
    """Where the translation of one block stands; derived, never typed."""

    UNTRANSLATED = "untranslated", _("Not translated")
    NEEDS_REVIEW = "needs_review", _("Needs review")
    APPROVED = "approved", _("Approved")
    OUTDATED = "outdated", _("Outdated")


@tracked()
class BlockTranslation(models.Model):
    """The words of one block in another language, and the text they were made from."""

    content = models.ForeignKey(Content, models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    key = models.SlugField(max_length=60)
    text = models.TextField(max_length=20_000, validators=[refuse_control_characters])
    source_hash = models.CharField(max_length=32)
    translated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    translated_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    words = _words_column()

    objects = _Texts()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content", "language", "key"], name="block_translation_once"),
        ]
        indexes = [
            GinIndex(fields=["words"], name="block_translation_words"),
            GinIndex(OpClass(_folded_title(), "gin_trgm_ops"), name="block_translation_title_trgm"),
        ]

    def __str__(self) -> str:
        return f"{self.content} {self.language} {self.key}"


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
