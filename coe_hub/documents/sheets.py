"""Worksheets that count: columns with kinds, choices and formulas of the same row, out of a small description."""

import io
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import Workbook

from coe_hub.documents.read_me import write_read_me
from coe_hub.documents.sheet_rules import check_sheet
from coe_hub.documents.trackers import Tracker, write_tracker
from coe_hub.documents.word import Part
from coe_hub.lib.workbooks import sheet_name

_CONTROL = re.compile(r"\\u00[01][0-9a-f]")  # as JSON writes one
_SOME_DAY = date(2026, 1, 1)


def check_workbook(text: str) -> None:
    """Validator of a description. Raises `ValidationError` unless it becomes a workbook in each language."""
    if not text.strip():
        raise ValidationError(_("An Excel tool needs its worksheet."), code="no_sheet")
    check_sheet(text)
    if _CONTROL.search(json.dumps(json.loads(text))):
        raise ValidationError(_("An invisible control character stands in it. Take it out."), code="control")
    words: dict[str, Any] = dict.fromkeys(("title", "purpose", "footer"), "")
    words |= {"read_me": [], "read_me_title": "1", "example_title": "2"}
    for language, _name in settings.LANGUAGES:
        try:
            write_xlsx(sheet=json.loads(text), language=language, today=_SOME_DAY, **words)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            told = _("Excel cannot hold this worksheet: %(why)s")
            raise ValidationError(told, params={"why": error}, code="no_workbook") from error


def write_xlsx(
    *,
    title: str,
    purpose: str,
    sheet: Mapping[str, Any],
    language: str,
    today: date,
    read_me: Iterable[Part],
    read_me_title: str,
    example_title: str,
    footer: str,
    head: str = "",
    total: str = "",
    with_example: bool = True,
) -> bytes:
    """A workbook: first what to read, then one tracker to fill in, then the example on a sheet of its own.

    The tracker's description is one that `check_sheet` takes. `head` says whose it is, `footer` what it is and which
    edition, `total` is the word before a sum. Without an example only the first two sheets are there.
    """
    book = Workbook()
    write_read_me(
        book.active,
        name=read_me_title,
        title=title,
        purpose=purpose,
        parts=[part for part in read_me if with_example or part.kind != "example"],
        example_title=example_title,
        footer=footer,
    )
    tracker = Tracker(sheet, language, total)
    same: dict[str, Any] = {"today": today, "footer": footer}
    page = book.create_sheet(sheet_name(tracker.name))
    write_tracker(page, tracker, title=title, head=head, rows=[], count=sheet["rows"], **same)
    if with_example and (rows := sheet.get("examples", [])):
        page = book.create_sheet(sheet_name(example_title))
        write_tracker(page, tracker, title=example_title, head=title, rows=rows, count=len(rows), **same)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
