"""A list as a workbook that is read as it opens: widths, dates, a head that stays, a filter on each column."""

import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.xml.constants import PKG_REL_NS, REL_NS

from coe_hub.lib.text import print_width

_DATE, _FONT, _LONGEST_NAME = "yyyy-mm-dd", "Calibri", 31
# More links than this Excel refuses to open; the addresses beyond are text.
_MOST_LINKS = 60_000
_TOP_LEFT = Alignment(vertical="top", horizontal="left", wrap_text=True)
_HEAD, _LINK = PatternFill("solid", start_color="F3F0EA"), "0D5C59"
_SHEET, _RELATIONS = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
_ROW = '<row r="{}"'
# The styles of cells, in the order in which `_around` needs them first; 0 is that of none and 1 that of heads.
_TEXT, _DAY, _LINKED = 2, 3, 4
_LONGEST_TEXT = 32_767  # letters that Excel takes in a cell
_LINE, _MOST_LINES = 15, 20  # points of a line; a sheet whose rows are higher is read no more
_A4, _A3 = 140, 320  # letters that stay readable side by side


def sheet_name(name: str) -> str:
    """As Excel takes it: 31 letters, none of seven it needs itself."""
    return re.sub(r"[\\/*?:\[\]]", " ", name)[:_LONGEST_NAME]


def write_list(heads: Sequence[tuple[str, int, bool]], rows: Iterable[Sequence[Any]], *, title: str) -> Iterator[bytes]:
    """A file of the rows below their `heads` (heading, width in letters, whether it holds links), piece by piece.

    The rows are written here, and all around them by openpyxl, which could do it only once it had them all, and with
    an object for each cell.
    """
    sheet, pipe = _Sheet(heads), _Pipe()
    # Zip files tell after each part how long it was: nothing is known, or sought back to, before.
    with ZipFile(pipe, "w", ZIP_DEFLATED) as book:
        begins, _sample, _ends = _around(heads, title, last_row=2)[_SHEET].partition(_ROW.format(2))
        with book.open(_SHEET, "w") as file:
            file.write(begins.encode())
            yield pipe.taken()
            waiting = iter(rows)
            while hundred := list(islice(waiting, 100)):
                file.write("".join(map(sheet.row, hundred)).encode())
                yield pipe.taken()
            parts = _around(heads, title, last_row=sheet.last_row)
            _begins, end, ends = parts.pop(_SHEET).partition("</sheetData>")
            file.write(f"{end}{ends.replace('<printOptions', f'{sheet.links()}<printOptions', 1)}".encode())
        for name, content in parts.items():
            book.writestr(name, content)
        if sheet.addresses:
            book.writestr(_RELATIONS, sheet.relations())
    yield pipe.taken()


def _around(heads: Sequence[tuple[str, int, bool]], title: str, *, last_row: int) -> dict[str, str]:
    """The files of a workbook that has one row, in which each way of writing a cell stands once."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(title))
    headings, widths, _links = zip(*heads, strict=True)
    _lay_out(sheet, widths)
    sheet.row_dimensions[1].height = _height(headings, widths)
    sheet.append([_head(sheet, heading) for heading in headings])
    sheet.append([_cell(sheet, "text"), _cell(sheet, date.min), _cell(sheet, "link", is_link=True)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{last_row}"
    file = io.BytesIO()
    book.save(file)
    with ZipFile(file) as written:
        return {name: written.read(name).decode() for name in written.namelist()}


class _Pipe(io.RawIOBase):
    """Where a zip file is written to that goes on its way meanwhile."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """What was written since this was asked before."""
        found = b"".join(self._pieces)
        self._pieces.clear()
        return found


class _Sheet:
    """Writes the rows below the heads, as openpyxl would, and remembers where links lead."""

    def __init__(self, heads: Sequence[tuple[str, int, bool]]) -> None:
        self._widths = [width for _heading, width, _is_link in heads]
        self._columns = [(get_column_letter(at), is_link) for at, (_head, _width, is_link) in enumerate(heads, start=1)]
        self.addresses: list[tuple[str, str]] = []
        self.last_row = 1

    def row(self, values: Sequence[Any]) -> str:
        """The next one."""
        self.last_row += 1
        pairs = zip(self._columns, values, strict=True)
        cells = "".join(self._cell(f"{letter}{self.last_row}", value, is_link) for (letter, is_link), value in pairs)
        return f'{_ROW.format(self.last_row)} ht="{_height(values, self._widths)}" customHeight="1">{cells}</row>'

    def _cell(self, place: str, value: Any, is_link: bool) -> str:
        if value is None or value == "":
            return f'<c r="{place}" s="{_TEXT}"/>'
        if isinstance(value, str):
            return self._text(place, value, is_link=is_link)
        if isinstance(value, bool):
            return f'<c r="{place}" s="{_TEXT}" t="b"><v>{value:d}</v></c>'
        if isinstance(value, date):
            return f'<c r="{place}" s="{_DAY}" t="n"><v>{to_excel(value)}</v></c>'
        return f'<c r="{place}" s="{_TEXT}" t="n"><v>{value}</v></c>'

    def _text(self, place: str, value: str, *, is_link: bool) -> str:
        text = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_TEXT]
        is_link = is_link and self.last_row <= _MOST_LINKS + 1
        if is_link:
            self.addresses.append((place, text))
        kept = ' xml:space="preserve"' if text != text.strip() else ""
        style = _LINKED if is_link else _TEXT
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{kept}>{escape(text)}</t></is></c>'

    def links(self) -> str:
        """Which cells are links, by their numbers among the relations."""
        if not self.addresses:
            return ""
        places = (
            f'<hyperlink ref="{place}" r:id="rId{at}"/>' for at, (place, _to) in enumerate(self.addresses, start=1)
        )
        return f'<hyperlinks xmlns:r="{REL_NS}">{"".join(places)}</hyperlinks>'

    def relations(self) -> str:
        """Where they lead."""
        targets = (
            f'<Relationship Type="{REL_NS}/hyperlink" Target={quoteattr(to)} TargetMode="External" Id="rId{at}"/>'
            for at, (_place, to) in enumerate(self.addresses, start=1)
        )
        return f'<Relationships xmlns="{PKG_REL_NS}">{"".join(targets)}</Relationships>'


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
    lines = [_lines(value, width * 0.9) for value, width in zip(row, widths, strict=True) if isinstance(value, str)]
    return _LINE * min(max([1, *lines]), _MOST_LINES)


def _lines(text: str, width: float) -> int:
    if text.isascii() and text.isprintable():  # most are, and to look at each letter takes long
        return math.ceil(len(text) / width)
    return sum(math.ceil(print_width(line) / width) or 1 for line in text.splitlines())


def _head(sheet: WriteOnlyWorksheet, heading: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=heading)
    cell.font, cell.fill, cell.alignment = Font(name=_FONT, bold=True), _HEAD, _TOP_LEFT
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Any, *, is_link: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    # Dates at the left like words: at the right they would touch the next column.
    cell.alignment = _TOP_LEFT
    if isinstance(value, date):
        cell.number_format = _DATE
    if is_link:
        cell.font = Font(name=_FONT, color=_LINK, underline="single")
    return cell
