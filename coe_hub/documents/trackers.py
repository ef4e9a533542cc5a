"""One worksheet of a workbook: whose it is, the columns of its description, and rows to fill in or filled in."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from openpyxl.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from coe_hub.documents.read_me import FONT, HEAD_FILL, LINE, MUTED, write_text
from coe_hub.lib.text import print_width

_COLUMN = re.compile(r"\[([a-z_0-9]+)\]")
_DAYS = re.compile(r"^([+-]?\d+) days?$")
_FORMATS = {"date": "yyyy-mm-dd", "number": "#,##0;[Red]-#,##0", "text": "General"}
# The title, whose it is, the sums, the heads of the columns; then the rows.
_HEAD_ROW, _HEAD_HEIGHT, _LINE_HEIGHT = 4, 44, 13.5  # heights in points
_A4, _A3 = 150, 360  # letters that stay readable side by side
_WIDTH, _AIR = 16, 1.5  # letters of a column that says nothing of its width, and what stands beside them
_LONGEST_EDGE = 200  # letters above or below a printed page; Excel keeps 255 with its own signs
_FORMULA_FILL = "F7F5F1"
_TONES = {"late": ("8F1D14", "FBE4E0"), "soon": ("6B4A00", "FBF0D3"), "done": ("5C6672", "EEEDE9")}


@dataclass(frozen=True)
class Tracker:
    """A worksheet's description in one language, read once. `total` is the word before a sum."""

    sheet: Mapping[str, Any]
    language: str
    total: str

    @property
    def columns(self) -> list[dict[str, Any]]:
        """Its columns, from the left."""
        return list(self.sheet["columns"])

    @property
    def letters(self) -> dict[str, str]:
        """Where each column stands, by its key."""
        return {column["key"]: get_column_letter(place) for place, column in enumerate(self.columns, start=1)}

    @property
    def name(self) -> str:
        """What the sheet is called."""
        return self.word(self.sheet["name"])

    def word(self, words: Any) -> str:
        """A text, or the one in this language, else in English."""
        return words.get(self.language) or words["en"] if isinstance(words, Mapping) else str(words)

    def word_list(self, words: Any) -> list[str]:
        """A list of texts, or the one in this language, else in English."""
        return list(words.get(self.language) or words["en"]) if isinstance(words, Mapping) else list(words)


def write_tracker(
    page: Worksheet,
    tracker: Tracker,
    *,
    title: str,
    head: str,
    rows: Sequence[Mapping[str, Any]],
    count: int,
    today: date,
    footer: str,
) -> None:
    """Fill the page: `head` says whose it is, `rows` stand in it already, `count` rows there are in all."""
    for place, text, size, colour in (("A1", title, 16, None), ("A2", head, 10, MUTED)):
        write_text(page[place], text)
        page[place].font = Font(name=FONT, size=size, bold=size > 10, color=colour)
    _write_heads(page, tracker)
    _write_totals(page, tracker, count)
    for number in range(count):
        _write_row(page, tracker, _HEAD_ROW + 1 + number, rows[number] if number < len(rows) else {}, today)
    _add_choices(page, tracker, count)
    _add_tones(page, tracker, count)
    last = tracker.letters[tracker.columns[-1]["key"]]
    page.freeze_panes = f"B{_HEAD_ROW + 1}"
    page.auto_filter.ref = f"A{_HEAD_ROW}:{last}{_HEAD_ROW + count}"
    page.print_area = f"A{_HEAD_ROW - 1}:{last}{_HEAD_ROW + count}"
    _set_paper(page, tracker, header=f"{title}    {head}", footer=footer)


def _write_heads(page: Worksheet, tracker: Tracker) -> None:
    for place, column in enumerate(tracker.columns, start=1):
        cell = page.cell(row=_HEAD_ROW, column=place)
        write_text(cell, _headed(tracker.word(column["label"]), column.get("width", _WIDTH)))
        cell.font = Font(name=FONT, size=10, bold=True)
        cell.fill = PatternFill("solid", start_color=HEAD_FILL)
        cell.alignment, cell.border = Alignment(wrap_text=True, vertical="top"), Border(bottom=LINE)
        page.column_dimensions[get_column_letter(place)].width = column.get("width", _WIDTH) + _AIR
    page.row_dimensions[_HEAD_ROW].height = max(_HEAD_HEIGHT, _height(page, tracker, _HEAD_ROW))


def _headed(label: str, width: int) -> str:
    """A Japanese head that takes several lines breaks before its remark, so that no line begins with its bracket."""
    return label if print_width(label) <= width else label.replace("（", "\n（")


def _write_totals(page: Worksheet, tracker: Tracker, count: int) -> None:
    """Above the heads, where they stay in sight: sums of the rows that a filter leaves, or one for each currency."""
    for place, column in enumerate(tracker.columns, start=1):
        if not (total := column.get("total")):
            continue
        cell = page.cell(row=_HEAD_ROW - 1, column=place)
        values = _rows_of(column["key"], tracker, count)
        word = tracker.total.replace('"', "")
        if total is True:
            cell.value, cell.number_format = f"=SUBTOTAL(109,{values})", f'"{word} "#,##0;"{word} "-#,##0;""'
        else:
            by = next(one for one in tracker.columns if one["key"] == total)
            groups = _rows_of(total, tracker, count)
            sums = [(name, f'SUMIF({groups},"{name}",{values})') for name in tracker.word_list(by["choices"])]
            parts = [f'IF({one}=0,"","{name} "&TEXT({one},"#,##0")&"  ")' for name, one in sums]
            cell.value = f'=IF(COUNT({values})=0,"","{word} "&{"&".join(parts)})'
        cell.font = Font(name=FONT, size=10, bold=True, color=MUTED)
        cell.alignment = Alignment(horizontal="left")


def _rows_of(key: str, tracker: Tracker, count: int) -> str:
    letter = tracker.letters[key]
    return f"${letter}${_HEAD_ROW + 1}:${letter}${_HEAD_ROW + count}"


def _write_row(page: Worksheet, tracker: Tracker, row: int, known: Mapping[str, Any], today: date) -> None:
    for place, column in enumerate(tracker.columns, start=1):
        cell = page.cell(row=row, column=place)
        cell.border, cell.font = Border(bottom=LINE), Font(name=FONT, size=10)
        # Dates at the left like words, and numbers a little from the right, where they would touch the next column.
        is_number = "number" in (column["kind"], column.get("format"))
        side = {"horizontal": "right", "indent": 1} if is_number else {"horizontal": "left"}
        cell.alignment = Alignment(wrap_text=True, vertical="top", **side)
        cell.number_format = _FORMATS[column.get("format") or ("date" if column["kind"] == "date" else "text")]
        if column["kind"] == "formula":
            cell.fill = PatternFill("solid", start_color=_FORMULA_FILL)
            formula = tracker.word(column["formula"])
            cell.value = f"={_COLUMN.sub(lambda found: f'${tracker.letters[found[1]]}{row}', formula)}"
        elif (value := known.get(column["key"])) is not None:
            _write_value(cell, _value(value, column, tracker, today))
    # An empty row has no height of its own, so that it grows with what is typed.
    if known:
        page.row_dimensions[row].height = _height(page, tracker, row)


def _write_value(cell: Cell, value: Any) -> None:
    if isinstance(value, str):
        write_text(cell, value)
    else:
        cell.value = value


def _value(value: Any, column: dict[str, Any], tracker: Tracker, today: date) -> Any:
    text = tracker.word(value) if isinstance(value, Mapping) else value
    if column["kind"] == "date" and isinstance(text, str) and (days := _DAYS.match(text)):
        return today + timedelta(days=int(days[1]))
    return text


def _height(page: Worksheet, tracker: Tracker, row: int) -> float:
    """Room for the longest text of the row in its column."""
    lines = 1
    for place, column in enumerate(tracker.columns, start=1):
        value = page.cell(row=row, column=place).value
        if (isinstance(value, str) and column["kind"] != "formula") or row == _HEAD_ROW:
            room = max(1, column.get("width", _WIDTH) - 2)
            lines = max(lines, sum(math.ceil(max(1, print_width(line)) / room) for line in str(value).splitlines()))
    return lines * _LINE_HEIGHT + 4


def _add_choices(page: Worksheet, tracker: Tracker, count: int) -> None:
    for column in tracker.columns:
        if column["kind"] == "choice":
            offered = ",".join(tracker.word_list(column["choices"]))
            check = DataValidation(type="list", formula1=f'"{offered}"', allow_blank=True)
            check.add(_rows_of(column["key"], tracker, count).replace("$", ""))
            page.add_data_validation(check)


def _add_tones(page: Worksheet, tracker: Tracker, count: int) -> None:
    """Colours of what is late, what comes soon and what is done, by the words that the column shows."""
    for column in tracker.columns:
        cells = _rows_of(column["key"], tracker, count).replace("$", "")
        first = f"${tracker.letters[column['key']]}{_HEAD_ROW + 1}"
        for tone, words in column.get("tones", {}).items():
            ink, ground = _TONES[tone]
            shown = ",".join(f'{first}="{word}"' for word in tracker.word_list(words))
            look = {"font": Font(color=ink, bold=tone == "late"), "fill": PatternFill(bgColor=ground)}
            page.conditional_formatting.add(cells, FormulaRule(formula=[f"OR({shown})"], **look))


def _set_paper(page: Worksheet, tracker: Tracker, *, header: str, footer: str) -> None:
    """Across, as many pages side by side as stay readable, each with the first column, the heads and whose it is.

    Title and head are printed above each page and not from their cells, which a page at the right would cut off.
    """
    width = sum(column.get("width", _WIDTH) for column in tracker.columns)
    page.page_setup.orientation = "landscape"
    page.print_options.gridLines = True
    page.page_setup.paperSize = page.PAPERSIZE_A3 if width > _A4 else page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = math.ceil(width / _A3), 0
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.8, bottom=0.6, header=0.3, footer=0.3)
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows, page.print_title_cols = f"{_HEAD_ROW - 1}:{_HEAD_ROW}", "A:A"
    page.oddHeader.left.text, page.oddHeader.left.size = _in_an_edge(header), 9
    page.oddFooter.left.text, page.oddFooter.left.size = _in_an_edge(footer), 8
    page.oddFooter.right.text, page.oddFooter.right.size = "&P/&N", 8


def _in_an_edge(text: str) -> str:
    """As Excel takes it above and below a page."""
    short = text if len(text) <= _LONGEST_EDGE else text[: _LONGEST_EDGE - 1] + "…"
    return short.replace("&", "&&")
