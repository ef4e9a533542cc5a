"""Worksheets that count: columns with kinds, choices and formulas of the same row, out of a small description."""

import io
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

_COLUMN = re.compile(r"\[([a-z_0-9]+)\]")
_DAYS = re.compile(r"^([+-]?\d+) days?$")
_FORMATS = {"date": "yyyy-mm-dd", "number": "#,##0", "text": "General"}
_HEAD_ROW, _HEAD_HEIGHT, _ROW_HEIGHT = 4, 44, 30  # heights in points: room for two or three lines
_FONT = "Arial"
_LINE = Side(style="thin", color="D9D4CA")
_FILLS = {"head": "F3F0EA", "formula": "F7F5F1"}


def write_xlsx(*, title: str, purpose: str, sheet: Mapping[str, Any], language: str, today: date, notes: str) -> bytes:
    """A workbook with one tracker and a page of notes. `sheet` is the description (see docs/architecture.md)."""
    book = Workbook()
    page = book.active
    page.title = _word(sheet["name"], language)[:31]
    page["A1"], page["A2"] = title, purpose
    page["A1"].font = Font(name=_FONT, size=16, bold=True)
    page["A2"].font = Font(name=_FONT, size=10, color="5C6672")
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
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    _write_notes(book.create_sheet("使い方" if language == "ja" else "How to use"), notes)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _word(words: Any, language: str) -> str:
    return words.get(language) or words["en"] if isinstance(words, Mapping) else str(words)


def _write_heads(page: Worksheet, columns: list[dict[str, Any]], language: str) -> None:
    for place, column in enumerate(columns, start=1):
        cell = page.cell(row=_HEAD_ROW, column=place, value=_word(column["label"], language))
        cell.font = Font(name=_FONT, size=10, bold=True)
        cell.fill = PatternFill("solid", start_color=_FILLS["head"])
        cell.alignment, cell.border = Alignment(wrap_text=True, vertical="top"), Border(bottom=_LINE)
        page.column_dimensions[get_column_letter(place)].width = column.get("width", 16)
    page.row_dimensions[_HEAD_ROW].height = _HEAD_HEIGHT


def _write_cell(
    cell: Cell, column: dict[str, Any], known: Mapping[str, Any], letters: Mapping[str, str], language: str, today: date
) -> None:
    cell.border, cell.font = Border(bottom=_LINE), Font(name=_FONT, size=10)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.number_format = _FORMATS[column.get("format") or ("date" if column["kind"] == "date" else "text")]
    if column["kind"] == "formula":
        formula = _COLUMN.sub(lambda found: f"${letters[found[1]]}{cell.row}", _word(column["formula"], language))
        cell.value = f"={formula}"
        cell.fill = PatternFill("solid", start_color=_FILLS["formula"])
        return
    value = known.get(column["key"])
    if value is not None:
        cell.value = _example_value(value, column, language, today)


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


def _write_notes(page: Worksheet, notes: str) -> None:
    page.column_dimensions["A"].width = 110
    for number, text in enumerate(notes.splitlines(), start=1):
        cell = page.cell(row=number, column=1, value=re.sub(r"[*#|]+", "", text).strip())
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(name=_FONT, size=10, bold=text.startswith("#"))
