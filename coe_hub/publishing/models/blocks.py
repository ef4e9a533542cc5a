"""Blocks of an edition, and the translation of each.

A block has an id that stays the same from edition to edition and from language to language, and a hash of its text. A
translation remembers the hash it was made from, so exactly the paragraphs that changed since are outdated. An edition
that left the desk never changes: the database refuses it.
"""

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import MD5
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coe_hub.lib.history import tracked
from coe_hub.lib.records import Unworded
from coe_hub.lib.sql import Fold, SortKey, found_by
from coe_hub.lib.text import refuse_control_characters
from coe_hub.publishing.models import behind
from coe_hub.publishing.models.content import Content, Edition

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


def _sort_key_column() -> models.GeneratedField:
    """What lists sort a title by, in its own language; of all other texts nothing."""
    return models.GeneratedField(
        expression=Case(When(key=TITLE, then=SortKey("text"))), output_field=models.TextField(), db_persist=True
    )


class BlockKind(models.TextChoices):
    """What a block holds."""

    LINE = "line", _("Line")
    TEXT = "text", _("Text")
    FIELDS = "fields", _("Fields to fill in")
    TABLE = "table", _("Table")
    EXAMPLE = "example", _("Filled-in example")
    SHEET = "sheet", _("Worksheet")
    QUESTION = "question", _("Question of the quiz")
    PLAN = "plan", _("How the course runs")
    THEME = "theme", pgettext_lazy("of a questionnaire", "Theme")
    ASKED = "asked", _("Question")


# They describe something that is made of them: nobody translates them, and nobody finds anything by them.
DESCRIPTIONS = (BlockKind.SHEET, BlockKind.PLAN)
# Not read in a row with the others: pages show them in places of their own.
APART = (BlockKind.LINE, BlockKind.QUESTION, BlockKind.PLAN, BlockKind.THEME, BlockKind.ASKED)


class BlockQuerySet(models.QuerySet):
    """Blocks of one edition or many."""

    def in_order(self) -> Self:
        """As they are read."""
        return self.order_by("position", "pk")


# For each row to come, go or change. One that moves from one edition to another touches both; at an insert OLD is empty
# and at a delete NEW, and what a trigger before the change returns is the row it lets through. An edition that is being
# tried out was approved, so it is closed as well. The table has the name that editions had at first.
_OFF_THE_DESK = """
IF EXISTS (
    SELECT 1 FROM publishing_version
    WHERE id IN (NEW.{key}, OLD.{key}) AND state NOT IN ('draft', 'in_review')
) THEN
    RAISE EXCEPTION 'An edition that was approved is never changed: write a new one.';
END IF;
RETURN COALESCE(NEW, OLD);
"""


def only_on_the_desk(key: str) -> pgtrigger.Trigger:
    """Refuse rows to come, go or change once the edition in the column `key` was approved."""
    return pgtrigger.Trigger(
        name="only_on_the_desk",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_OFF_THE_DESK.format(key=key),
    )


@tracked()
class Block(models.Model):
    """A paragraph, table or group of fields of one edition, in the language it was written in."""

    # Found by the index of `block_key_once_per_version`: beside one of its own, Postgres looked for keys without it.
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="blocks", db_column="version_id", db_index=False)
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
    sort_key = _sort_key_column()

    objects = Unworded.from_queryset(BlockQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="block_key_once_per_version"),
            models.CheckConstraint(condition=Q(kind__in=BlockKind.values), name="block_kind_known"),
        ]
        indexes = [
            models.Index(fields=["edition"], condition=Q(key=TITLE), name="block_title_sorted"),
            GinIndex(fields=["words"], name="block_words"),
            GinIndex(fields=["words"], condition=Q(key=TITLE), name="block_title_words"),
            GinIndex(OpClass(_folded_title(), "gin_trgm_ops"), name="block_title_trgm"),
        ]
        triggers = [only_on_the_desk("version_id")]

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
    # Kept by the database: see `behind`.
    is_behind = models.BooleanField(default=False, db_default=False, editable=False)
    words = _words_column()
    sort_key = _sort_key_column()

    objects = Unworded()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content", "language", "key"], name="block_translation_once"),
        ]
        triggers = [behind.when_written()]
        indexes = [
            models.Index(fields=["content"], condition=Q(is_behind=True), name="block_translation_behind"),
            models.Index(fields=["content", "-translated_at"], name="block_translation_last"),
            GinIndex(fields=["words"], name="block_translation_words"),
            GinIndex(fields=["words"], condition=Q(key=TITLE), name="block_translation_title_words"),
            GinIndex(OpClass(_folded_title(), "gin_trgm_ops"), name="block_translation_title_trgm"),
        ]

    def __str__(self) -> str:
        return f"{self.content} {self.language} {self.key}"
