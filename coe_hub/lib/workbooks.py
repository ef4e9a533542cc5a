"""A list as a workbook that is read as it opens: widths, dates, a head that stays, a filter on each column."""

import math
import re
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from coe_hub.lib.text import print_width

_DATE, _FONT, _LONGEST_NAME = "yyyy-mm-dd", "Calibri", 31
# More links than this Excel refuses to open; the addresses beyond are text.
_MOST_LINKS = 60_000
_TOP_LEFT = Alignment(vertical="top", horizontal="left", wrap_text=True)
_HEAD, _LINK = PatternFill("solid", start_color="F3F0EA"), "0D5C59"
_LINE, _MOST_LINES = 15, 20  # points of a line; a sheet whose rows are higher is read no more
_A4, _A3 = 140, 320  # letters that stay readable side by side


def sheet_name(name: str) -> str:
    """As Excel takes it: 31 letters, none of seven it needs itself."""
    return re.sub(r"[\\/*?:\[\]]", " ", name)[:_LONGEST_NAME]


def write_list(heads: Sequence[tuple[str, int, bool]], rows: Iterable[Sequence[Any]], *, title: str) -> IO[bytes]:
    """A file of the rows below their `heads` (heading, width in letters, whether it holds links), open at its start."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(title))
    widths, links = [width for _heading, width, _is_link in heads], [is_link for _heading, _width, is_link in heads]
    headings = [heading for heading, _width, _is_link in heads]
    _lay_out(sheet, widths)
    sheet.row_dimensions[1].height = _height(headings, widths)
    sheet.append([_head(sheet, heading) for heading in headings])
    count = 0
    for count, row in enumerate(rows, start=1):
        is_linked = count <= _MOST_LINKS
        # Said before the row, since it is written at once.
        sheet.row_dimensions[count + 1].height = _height(row, widths)
        sheet.append([_cell(sheet, value, is_link=one and is_linked) for value, one in zip(row, links, strict=True)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{count + 1}"
    file = tempfile.TemporaryFile()  # noqa: SIM115  CONFIG: FileResponse closes it after the last byte
    book.save(file)
    file.seek(0)
    return file


def _lay_out(sheet: WriteOnlyWorksheet, widths: Sequence[int]) -> None:
    """All of this before the first row: it is written before the rows are."""
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "B2"
    sheet.page_setup.orientation = "landscape"
    sheet.print_options.gridLines = True  # on paper, too, a name ends before the next column begins
    sheet.page_setup.paperSize = "8" if sum(widths) > _A4 else "9"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = math.ceil(sum(widths) / _A3), 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:A"
    sheet.oddFooter.right.text = "&P/&N"


def _height(row: Sequence[Any], widths: Sequence[int]) -> float:
    """Points for the cell that takes most lines: spreadsheets do not all fit rows to their words by themselves."""
    lines = [
        sum(math.ceil(print_width(line) / (width * 0.9)) or 1 for line in value.splitlines())
        for value, width in zip(row, widths, strict=True)
        if isinstance(value, str)
    ]
    return _LINE * min(max([1, *lines]), _MOST_LINES)


def _head(sheet: WriteOnlyWorksheet, heading: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=heading)
    cell.font, cell.fill, cell.alignment = Font(name=_FONT, bold=True), _HEAD, _TOP_LEFT
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Any, *, is_link: bool) -> WriteOnlyCell:
    text = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, value=text)
    # Dates at the left like words: at the right they would touch the next column.
    cell.alignment = _TOP_LEFT
    if isinstance(value, date):
        cell.number_format = _DATE
    if is_link and text:
        cell.hyperlink, cell.font = text, Font(name=_FONT, color=_LINK, underline="single")
    return cell
