"""A tool as a file: Word or Excel, as it is or filled in, and the finished file that goes with it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponseBase
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from coe_hub.documents.sheets import write_xlsx
from coe_hub.documents.word import Part, write_docx
from coe_hub.lib.dates import date_text
from coe_hub.lib.downloads import send_bytes, send_file
from coe_hub.lib.text import reader_language
from coe_hub.lib.uploads import TYPES
from coe_hub.publishing.models import AttachedFile, BlockKind, Edition, EditionState
from coe_hub.publishing.reading import Passage, body, fill, fill_text, line, passages
from coe_hub.usage.models import note_event
from toolkits.catalogue import Entry
from toolkits.models import Tool, ToolFormat

if TYPE_CHECKING:
    from coe_hub.people.models import User


_RECKONED = ("formula", "choices")
# For an Excel tool that was published without its worksheet.
_NO_SHEET = '{"name": "Sheet", "rows": 20, "columns": [{"key": "note", "label": "Note", "kind": "text"}]}'


@dataclass(frozen=True)
class ToolFile:
    """A file to hand out."""

    name: str
    content_type: str
    content: bytes


def hand_out(
    entry: Entry, *, to: "User", context: Mapping[str, str] | None = None, prefix: str = ""
) -> HttpResponseBase:
    """The edition as a download in the reader's language, noted as one use; with a context, filled in."""
    file = make_file(entry.tool, entry.edition, language=reader_language(), context=context)
    note_event(user=to, kind="download", content_id=entry.tool.content_id)
    return send_bytes(file.content, name=prefix + file.name, content_type=file.content_type)


def hand_out_attached(entry: Entry, *, to: "User") -> HttpResponseBase:
    """The finished file of the edition as a download, noted as one use. Raises `Http404` where it has none."""
    attached = entry.attached
    if attached is None:
        raise Http404
    note_event(user=to, kind="download", content_id=entry.tool.content_id)
    return send_file(attached.stored, name=attached_name(entry, attached), content_type=TYPES[attached.kind])


def attached_name(entry: Entry, attached: AttachedFile) -> str:
    """What the finished file is called on the reader's disk."""
    words = slugify(attached.label, allow_unicode=True) or "file"
    return f"{_stem(entry.edition)}-{words}.{attached.kind}"


def chunks_of(attached: AttachedFile) -> Iterator[bytes]:
    """The stored file, piece by piece."""
    with attached.stored.open("rb") as stored:
        yield from stored.chunks()


def make_file(tool: Tool, edition: Edition, *, language: str, context: Mapping[str, str] | None = None) -> ToolFile:
    """An edition as a file in `language`; with a context, filled in, the unknown left as visible blanks.

    An edition that is not what readers see says so in its name and on its pages.
    """
    if edition.state == EditionState.ARCHIVED:
        language = "en"
    with translation.override(language):
        found = passages(edition, language)
        makes = _workbook if tool.file_format == ToolFormat.XLSX else _document
        content = makes(tool, found, edition, language, context or {})
    suffix = f"-{language}" if language != "en" else ""
    name = f"{_stem(edition)}{suffix}.{tool.file_format}"
    return ToolFile(name=name, content_type=TYPES[tool.file_format], content=content)


def _stem(edition: Edition) -> str:
    if edition.content.is_archived:
        return f"{edition.content.slug}-retired-{edition.number}"
    marks = {EditionState.PUBLISHED: "", EditionState.PILOT: f"-pilot-{edition.number}"}
    return edition.content.slug + marks.get(EditionState(edition.state), f"-edition-{edition.number}")


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


def _document(tool: Tool, found: list[Passage], edition: Edition, language: str, context: Mapping[str, str]) -> bytes:
    shown = fill(found, context)
    return write_docx(
        title=line(shown, "title"),
        purpose=line(shown, "purpose"),
        parts=[Part(kind=one.kind, text=one.text) for one in body(shown)],
        footer=_edition(edition),
        example_title=_("Filled-in example"),
        language=language,
    )


def _workbook(tool: Tool, found: list[Passage], edition: Edition, language: str, context: Mapping[str, str]) -> bytes:
    shown = fill(found, context)
    description = next((one.text for one in found if one.kind == BlockKind.SHEET), "")
    sheet = json.loads(description or _NO_SHEET)
    about = [
        (_("When to use it"), line(shown, "when")),
        (_("When not"), line(shown, "when-not")),
        (tool.get_practice_display(), line(shown, "practice-reason")),
    ]
    parts = [Part(kind="text", text=f"### {head}\n\n{text}") for head, text in about if text.strip("–")]
    parts += [Part(kind=one.kind, text=one.text) for one in body(shown) if one.kind != BlockKind.SHEET]
    return write_xlsx(
        title=line(shown, "title"),
        purpose=line(shown, "purpose"),
        sheet=_filled(sheet, context),
        language=language,
        today=timezone.localdate(),
        read_me=parts,
        read_me_title=_("Read me"),
        example_title=_("Filled-in example"),
        footer=_edition(edition),
    )


def _filled(value: Any, context: Mapping[str, str]) -> Any:
    """The worksheet's description with its labels and examples filled in: after it was read, so that a quotation mark
    in a name does no harm. What Excel reckons with stays as it was checked."""
    if isinstance(value, str):
        return fill_text(value, {name: " ".join(known.split()) for name, known in context.items()})
    if isinstance(value, list):
        return [_filled(one, context) for one in value]
    if isinstance(value, dict):
        return {key: one if key in _RECKONED else _filled(one, context) for key, one in value.items()}
    return value
