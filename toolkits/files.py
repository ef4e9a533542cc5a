"""A tool as a file: Word or Excel, as it is or filled in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coe_hub.lib.dates import date_text
from coe_hub.lib.documents import Part, write_docx
from coe_hub.lib.sheets import write_xlsx
from coe_hub.publishing.models import BlockKind, Version
from coe_hub.publishing.reading import Passage, body, fill, line, passages
from toolkits.models import Tool, ToolFormat

_TYPES = {
    ToolFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ToolFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class ToolFile:
    """A file to hand out."""

    name: str
    content_type: str
    content: bytes


def make_file(tool: Tool, version: Version, *, language: str, context: Mapping[str, str] | None = None) -> ToolFile:
    """The published version as a file in `language`; with a context, filled in, the unknown left as visible blanks."""
    with translation.override(language):
        found = fill(passages(version, language), context or {})
        content = _workbook(found, language) if tool.file_format == ToolFormat.XLSX else _document(found, version)
    suffix = f"-{language}" if language != "en" else ""
    name = f"{version.content.slug}{suffix}.{tool.file_format}"
    return ToolFile(name=name, content_type=_TYPES[ToolFormat(tool.file_format)], content=content)


def _document(found: list[Passage], version: Version) -> bytes:
    edition = {"number": version.number, "date": date_text(version.published_at)}
    return write_docx(
        title=line(found, "title"),
        purpose=line(found, "purpose"),
        parts=[Part(kind=one.kind, text=one.text) for one in body(found)],
        footer=_("Guidance: adapt it, or skip it with a reason. Edition %(number)d, %(date)s.") % edition,
        example_title=_("Filled-in example"),
    )


def _workbook(found: list[Passage], language: str) -> bytes:
    sheet = next(one.text for one in found if one.kind == BlockKind.SHEET)
    notes = "\n\n".join(one.text for one in body(found) if one.kind != BlockKind.SHEET)
    return write_xlsx(
        title=line(found, "title"),
        purpose=line(found, "purpose"),
        sheet=json.loads(sheet),
        language=language,
        today=timezone.localdate(),
        notes=notes,
    )
