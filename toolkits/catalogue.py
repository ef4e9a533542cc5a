"""Published tools with their words in one language, for lists and pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language_info

from coe_hub.documents.sheet_rules import is_written_in
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.text import first_sentence, reader_language
from coe_hub.publishing.models import AttachedFile, BlockKind, Edition, EditionState, TranslationState
from coe_hub.publishing.reading import Passage, body, fill, line, live_editions, passages, passages_of
from toolkits.models import Tool, ToolFormat


@dataclass(frozen=True)
class Entry:
    """A tool as lists show it."""

    tool: Tool
    edition: Edition
    passages: Sequence[Passage]
    # Those its file can be had in, by code and own name, where `with_file_languages` asked for them.
    file_languages: Sequence[tuple[str, str]] = ()

    @property
    def title(self) -> str:
        """Its name."""
        return line(self.passages, "title")

    @property
    def purpose(self) -> str:
        """What it is for, in one line."""
        return line(self.passages, "purpose")

    @property
    def when(self) -> str:
        """When to use it."""
        return line(self.passages, "when")

    @property
    def when_not(self) -> str:
        """When it is the wrong tool."""
        return line(self.passages, "when-not")

    @property
    def when_not_in_short(self) -> str:
        """The first sentence of it, where there is little room."""
        return first_sentence(self.when_not)

    @property
    def practice_reason(self) -> str:
        """Why the CoE makes so much, or so little, of it."""
        return line(self.passages, "practice-reason")

    @property
    def shown_body(self) -> list[Passage]:
        """What a page shows of it below its lines: with visible blanks, without worksheets."""
        return [one for one in fill(body(self.passages), {}) if one.kind != BlockKind.SHEET]

    @property
    def attached(self) -> AttachedFile | None:
        """The finished file that goes with this edition; one query."""
        return _ATTACHED.first(edition=self.edition.pk)

    @property
    def edition_args(self) -> list[Any]:
        """The arguments of this edition's addresses."""
        return [self.tool.toolkit, self.tool.content.slug, self.edition.number]

    @property
    def edition_url(self) -> str:
        """The address of this edition, whatever readers see by now."""
        return reverse("edition_detail", args=self.edition_args)

    @property
    def is_translated(self) -> bool:
        """Whether every word of it is in the reader's language."""
        return all(one.state != TranslationState.UNTRANSLATED for one in self.passages if one.kind != BlockKind.SHEET)

    @property
    def file_title(self) -> str:
        """Its name in the language of the file that its reader gets."""
        if is_all_in(self.passages, reader_language()):
            return self.title
        return next((one.source for one in self.passages if one.key == "title"), "")

    @property
    def is_outdated(self) -> bool:
        """Whether the source moved on since some of it was translated."""
        return any(one.state == TranslationState.OUTDATED for one in self.passages)


def _attached(*, edition: int) -> "QuerySet[AttachedFile]":
    return AttachedFile.objects.filter(edition=edition).select_related("author__person").order_by("pk")[:1]


_ATTACHED = Prepared(_attached)


def is_all_in(found: Iterable[Passage], language: str) -> bool:
    """Whether an edition's passages, asked for in `language`, are in that language to the last word."""
    return all(
        is_written_in(one.text, language) if one.kind == BlockKind.SHEET else one.state != TranslationState.UNTRANSLATED
        for one in found
    )


def entries(tools: Iterable[Tool], language: str) -> list[Entry]:
    """The published ones of these tools, in their order; four queries whatever their number."""
    rows = list(tools)
    editions = {edition.content_id: edition for edition in live_editions([tool.content_id for tool in rows])}
    found = passages_of(list(editions.values()), language)
    return [
        Entry(tool=tool, edition=editions[tool.content_id], passages=found[editions[tool.content_id].pk])
        for tool in rows
        if tool.content_id in editions
    ]


def with_file_languages(found: Iterable[Entry]) -> list[Entry]:
    """The entries with the languages that their files can be had in; two queries, whatever their number."""
    rows = list(found)
    source = settings.LANGUAGE_CODE
    whole = {entry.edition.pk: [source] for entry in rows}
    present = [entry.edition for entry in rows if entry.edition.state != EditionState.ARCHIVED]
    for code in dict(settings.LANGUAGES).keys() - {source}:
        for edition, words in passages_of(present, code).items():
            if is_all_in(words, code):
                whole[edition].append(code)
    names = {code: get_language_info(code)["name_local"] for code, _name in settings.LANGUAGES}
    return [replace(entry, file_languages=[(code, names[code]) for code in whole[entry.edition.pk]]) for entry in rows]


def edition_entry(tool: Tool, edition: Edition, *, language: str | None = None) -> Entry:
    """One edition, in the reader's language unless another is given.

    A former edition is shown in the language it was written in: what translates it was overwritten since.
    """
    if edition.state == EditionState.ARCHIVED:
        language = settings.LANGUAGE_CODE
    found = passages(edition, language or reader_language())
    if any(one.kind == BlockKind.SHEET for one in found):
        tool.file_format = ToolFormat.XLSX  # of this edition, whatever the one that readers see is
    return Entry(tool=tool, edition=edition, passages=found)
