"""Worksheets that count: columns with kinds, choices and formulas of the same row, out of a small description."""

import io
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from coe_hub.documents.read_me import FONT, HEAD_FILL, LINE, MUTED, write_read_me, write_text
from coe_hub.documents.sheet_rules import check_sheet
from coe_hub.documents.word import Part

_COLUMN = re.compile(r"\[([a-z_0-9]+)\]")
_DAYS = re.compile(r"^([+-]?\d+) days?$")
_FORMATS = {"date": "yyyy-mm-dd", "number": "#,##0", "text": "General"}
_HEAD_ROW, _HEAD_HEIGHT, _ROW_HEIGHT = 4, 44, 30  # heights in points: room for two or three lines
_BLANK_ROWS_PRINTED, _WIDTH_OF_A4 = 12, 180  # letters that stay readable side by side
_FORMULA_FILL = "F7F5F1"
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
) -> bytes:
    """A workbook: first what to read, then one tracker. `sheet` is its description (see docs/architecture.md).

    The tracker's description is one that `check_sheet` takes. `footer` says what it is and which edition.
    """
    book = Workbook()
    write_read_me(
        book.active,
        name=read_me_title,
        title=title,
        purpose=purpose,
        parts=read_me,
        example_title=example_title,
        footer=footer,
    )
    page = book.create_sheet(_sheet_name(_word(sheet["name"], language)))
    write_text(page["A1"], title)
    write_text(page["A2"], purpose)
    page["A1"].font = Font(name=FONT, size=16, bold=True)
    page["A2"].font = Font(name=FONT, size=10, color=MUTED)
    columns = sheet["columns"]
    letters = {column["key"]: get_column_letter(place) for place, column in enumerate(columns, start=1)}
    _write_heads(page, columns, language)
    examples = sheet.get("examples", [])
    for row in range(_HEAD_ROW + 1, _HEAD_ROW + 1 + sheet["rows"]):
        known = examples[row - _HEAD_ROW - 1] if row - _HEAD_ROW - 1 < len(examples) else {}
        page.row_dimensions[row].height = _ROW_HEIGHT
        for place, column in enumerate(columns, start=1):
            _write_cell(page.cell(row=row, column=place), column, known, letters, language, today)
    _write_choices(page, columns, letters, language, sheet["rows"])
    page.freeze_panes = f"A{_HEAD_ROW + 1}"
    page.auto_filter.ref = f"A{_HEAD_ROW}:{letters[columns[-1]['key']]}{_HEAD_ROW + sheet['rows']}"
    width = sum(column.get("width", 16) for column in columns)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A3 if width > _WIDTH_OF_A4 else page.PAPERSIZE_A4
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    page.oddFooter.left.text, page.oddFooter.left.size = footer.replace("&", "&&"), 8
    page.oddFooter.right.text, page.oddFooter.right.size = "&P/&N", 8
    used = min(sheet["rows"], len(examples) + _BLANK_ROWS_PRINTED)
    page.print_area = f"A1:{letters[columns[-1]['key']]}{_HEAD_ROW + used}"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet_name(name: str) -> str:
    """As Excel takes it: 31 letters, none of seven it needs itself."""
    return re.sub(r"[\\/*?:\[\]]", " ", name)[:31]


def _word(words: Any, language: str) -> str:
    return words.get(language) or words["en"] if isinstance(words, Mapping) else str(words)


def _write_heads(page: Worksheet, columns: list[dict[str, Any]], language: str) -> None:
    for place, column in enumerate(columns, start=1):
        cell = page.cell(row=_HEAD_ROW, column=place)
        write_text(cell, _word(column["label"], language))
        cell.font = Font(name=FONT, size=10, bold=True)
        cell.fill = PatternFill("solid", start_color=HEAD_FILL)
        cell.alignment, cell.border = Alignment(wrap_text=True, vertical="top"), Border(bottom=LINE)
        page.column_dimensions[get_column_letter(place)].width = column.get("width", 16)
    page.row_dimensions[_HEAD_ROW].height = _HEAD_HEIGHT


def _write_cell(
    cell: Cell, column: dict[str, Any], known: Mapping[str, Any], letters: Mapping[str, str], language: str, today: date
) -> None:
    cell.border, cell.font = Border(bottom=LINE), Font(name=FONT, size=10)
    # Dates at the left like words: at the right they would touch the next column.
    side = "left" if "date" in (column["kind"], column.get("format")) else None
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=side)
    cell.number_format = _FORMATS[column.get("format") or ("date" if column["kind"] == "date" else "text")]
    if column["kind"] == "formula":
        formula = _COLUMN.sub(lambda found: f"${letters[found[1]]}{cell.row}", _word(column["formula"], language))
        cell.value = f"={formula}"
        cell.fill = PatternFill("solid", start_color=_FORMULA_FILL)
        return
    value = known.get(column["key"])
    if value is not None:
        shown = _example_value(value, column, language, today)
        if isinstance(shown, str):
            write_text(cell, shown)
        else:
            cell.value = shown


def _example_value(value: Any, column: dict[str, Any], language: str, today: date) -> Any:
    text = _word(value, language) if isinstance(value, Mapping) else value
    if column["kind"] == "date" and isinstance(text, str) and (days := _DAYS.match(text)):
        return today + timedelta(days=int(days[1]))
    return text


def _write_choices(
    page: Worksheet, columns: list[dict[str, Any]], letters: Mapping[str, str], language: str, rows: int
) -> None:
    for column in columns:
        if column["kind"] == "choice":
            offered = ",".join(_word_list(column["choices"], language))
            check = DataValidation(type="list", formula1=f'"{offered}"', allow_blank=True)
            letter = letters[column["key"]]
            check.add(f"{letter}{_HEAD_ROW + 1}:{letter}{_HEAD_ROW + rows}")
            page.add_data_validation(check)


def _word_list(words: Any, language: str) -> list[str]:
    return list(words.get(language) or words["en"]) if isinstance(words, Mapping) else list(words)
