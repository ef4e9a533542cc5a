"""A tool as a file: Word or Excel, as it is or filled in, and the finished file that goes with it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from coe_hub.documents.sheets import write_xlsx
from coe_hub.documents.word import Part, write_docx
from coe_hub.lib.dates import date_text
from coe_hub.lib.downloads import file_name, send_bytes, send_file
from coe_hub.lib.text import reader_language
from coe_hub.lib.uploads import TYPES
from coe_hub.publishing.models import AttachedFile, BlockKind, Edition, EditionState
from coe_hub.publishing.reading import Passage, body, fill, fill_text, line, passages
from coe_hub.usage.models import note_event
from toolkits.catalogue import Entry, is_all_in
from toolkits.kept import kept
from toolkits.models import Tool, ToolFormat

if TYPE_CHECKING:
    from coe_hub.people.models import User


# What Excel reckons with or compares.
_RECKONED = ("formula", "choices", "tones", "total")
# For an Excel tool that was published without its worksheet.
_NO_SHEET = {
    "name": {"en": "Sheet", "ja": "シート"},
    "rows": 20,
    "columns": [{"key": "note", "label": {"en": "Note", "ja": "メモ"}, "kind": "text"}],
}


@dataclass(frozen=True)
class ToolFile:
    """A file to hand out."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Filling:
    """What a tool is filled in with: for what (its title stands in the file's name), and the words for its blanks.

    `words` is asked in the language of the file. A file that is filled in has the worked example only where asked for.
    """

    title: str
    words: Callable[[], Mapping[str, str]]
    with_example: bool = False


def hand_out(entry: Entry, *, to: "User", language: str = "", filling: Filling | None = None) -> HttpResponseBase:
    """The edition as a download, in the reader's language unless another is given, noted as one use."""
    file = make_file(entry.tool, entry.edition, language=language or reader_language(), filling=filling)
    note_event(user=to, kind="download", content_id=entry.tool.content_id)
    return send_bytes(file.content, name=file.name, content_type=file.content_type)


def hand_out_attached(entry: Entry, *, to: "User") -> HttpResponseBase:
    """The finished file of the edition as a download, noted as one use. Raises `Http404` where it has none."""
    attached = entry.attached
    if attached is None:
        raise Http404
    note_event(user=to, kind="download", content_id=entry.tool.content_id)
    return send_file(attached.stored, name=attached_name(entry, attached), content_type=TYPES[attached.kind])


def attached_name(entry: Entry, attached: AttachedFile) -> str:
    """What the finished file is called on the reader's disk."""
    return file_name(_marked(entry.title, entry.edition), attached.label, kind=attached.kind)


def chunks_of(attached: AttachedFile) -> Iterator[bytes]:
    """The stored file, piece by piece."""
    with attached.stored.open("rb") as stored:
        yield from stored.chunks()


def make_file(
    tool: Tool,
    edition: Edition,
    *,
    language: str,
    filling: Filling | None = None,
    read: Sequence[Passage] | None = None,
) -> ToolFile:
    """An edition as a file in `language`; with a filling, filled in, the unknown left as visible blanks.

    A file is in one language: where not every word is translated it is the English one, and says so. An edition that
    is not what readers see says so in its name and on its pages. `read` are its words in that language, where somebody
    has them. One that is not filled in is kept.
    """
    source = settings.LANGUAGE_CODE
    wanted = source if edition.state == EditionState.ARCHIVED else language
    found = read if read is not None and wanted == language else passages(edition, wanted)
    language = wanted if is_all_in(found, wanted) else source
    if language != wanted:
        found = passages(edition, source)
    title = line(found, "title")
    with translation.override(language):
        words = filling.words() if filling else {}
        name = file_name(filling.title if filling else "", _marked(title, edition), kind=tool.file_format)
        footer = " ".join(filter(None, [_edition(edition), _untranslated(wanted) if wanted != language else ""]))
        makes = _workbook if tool.file_format == ToolFormat.XLSX else _document
        with_example = filling is None or filling.with_example
        make = partial(makes, tool, found, words, language=language, footer=footer, with_example=with_example)
        # A worksheet's examples have days around the day it is made on.
        day = timezone.localdate() if tool.file_format == ToolFormat.XLSX else None
        made_from = (tool.file_format, tool.practice, language, footer, day, tuple(found))
        content = make() if filling else kept(made_from, make)
    return ToolFile(name=name, content_type=TYPES[tool.file_format], content=content)


def _marked(title: str, edition: Edition) -> str:
    """The tool's name as a file carries it: what is not what readers see says so."""
    title = title or edition.content.slug
    words = {"title": title, "number": edition.number}
    if edition.content.is_archived:
        return _("%(title)s (retired, edition %(number)d)") % words
    if edition.state == EditionState.PUBLISHED:
        return title
    if edition.state == EditionState.PILOT:
        return _("%(title)s (pilot, edition %(number)d)") % words
    return _("%(title)s (edition %(number)d)") % words


def _untranslated(wanted: str) -> str:
    language = get_language_info(wanted)["name_translated"]
    return _("There is no complete %(language)s translation yet: this is the original.") % {"language": language}


def _edition(edition: Edition) -> str:
    words = {"number": edition.number, "date": date_text(edition.published_at or edition.pilot_since)}
    if edition.content.is_archived:
        return _("Retired since %(day)s: the hub no longer advises it. Edition %(number)d, %(date)s.") % (
            words | {"day": date_text(edition.content.archived_at)}
        )
    if edition.state == EditionState.PILOT:
        return (
            _("Pilot: edition %(number)d is being tried out since %(date)s and is not yet what the hub advises.")
            % words
        )
    if edition.state == EditionState.ARCHIVED:
        return _("Former edition %(number)d, %(date)s; the hub has a newer one.") % words
    if edition.published_at is None:
        return _("Draft of edition %(number)d, seen by nobody yet.") % words
    return _("Guidance: adapt it, or skip it with a reason. Edition %(number)d, %(date)s.") % words


def _document(
    _tool: Tool,
    found: Sequence[Passage],
    words: Mapping[str, str],
    *,
    language: str,
    footer: str,
    with_example: bool,
) -> bytes:
    shown = fill(found, words)
    parts = [Part(kind=one.kind, text=one.text) for one in body(shown)]
    return write_docx(
        title=line(shown, "title"),
        purpose=line(shown, "purpose"),
        parts=[part for part in parts if with_example or part.kind != BlockKind.EXAMPLE],
        header=" · ".join(filter(None, [words.get("alliance"), words.get("reference")])),
        footer=footer,
        example_title=_("Filled-in example"),
        language=language,
    )


def _workbook(
    tool: Tool, found: Sequence[Passage], words: Mapping[str, str], *, language: str, footer: str, with_example: bool
) -> bytes:
    shown = fill(found, words)
    description = next((one.text for one in found if one.kind == BlockKind.SHEET), "")
    sheet = json.loads(description) if description else _NO_SHEET
    about = [
        (_("When to use it"), line(shown, "when")),
        (_("When not"), line(shown, "when-not")),
        (tool.get_practice_display(), line(shown, "practice-reason")),
    ]
    parts = [Part(kind="text", text=f"### {head}\n\n{text}") for head, text in about if text.strip("–")]
    parts += [Part(kind=one.kind, text=one.text) for one in body(shown) if one.kind != BlockKind.SHEET]
    head = _(
        "Alliance: {alliance}    Reference: {reference}    Partner: {partners}"
        "    Alliance manager: {our_alliance_manager}    Date: {today}"
    )
    return write_xlsx(
        title=line(shown, "title"),
        purpose=line(shown, "purpose"),
        sheet=_filled(sheet, words),
        language=language,
        today=timezone.localdate(),
        read_me=parts,
        read_me_title=_("Read me"),
        example_title=_("Filled-in example"),
        head=fill_text(head, _in_one_line(words)),
        footer=footer,
        total=_("Total"),
        with_example=with_example,
    )


def _in_one_line(words: Mapping[str, str]) -> dict[str, str]:
    return {name: " ".join(value.split()) for name, value in words.items()}


def _filled(value: Any, words: Mapping[str, str]) -> Any:
    """The worksheet's description with its labels and examples filled in: after it was read, so that a quotation mark
    in a name does no harm. What Excel reckons with stays as it was checked."""
    if isinstance(value, str):
        return fill_text(value, _in_one_line(words))
    if isinstance(value, list):
        return [_filled(one, words) for one in value]
    if isinstance(value, dict):
        return {key: one if key in _RECKONED else _filled(one, words) for key, one in value.items()}
    return value
