"""The first sheet of a workbook: what the tool is for and how to use it, laid out on a grid as on a page."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from markdown_it.token import Token
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from coe_hub.documents.layout import is_to_write, printable, shares, table_end, table_rows
from coe_hub.documents.word import Part
from coe_hub.lib.markdown import to_tokens
from coe_hub.lib.text import has_japanese, label_lines, print_width

FONT, MUTED, HEAD_FILL = "Arial", "5C6672", "F3F0EA"
LINE = Side(style="thin", color="D9D4CA")
_TEAL = "0D5C59"
_COLUMNS, _COLUMN_WIDTH = 12, 9.5  # the grid: together as wide as a page of A4 at nine tenths
_LINE_HEIGHT, _AIR = 13.5, 4  # points
_JAPANESE = 1.15
_LETTERS = _COLUMNS * _COLUMN_WIDTH * 1.2  # of ten points in the width of the grid


def write_text(cell: Cell, text: str) -> None:
    """The text as text: whatever it begins with, it is never a formula."""
    cell.value = printable(text)
    cell.data_type = "s"


def write_read_me(
    page: Worksheet,
    *,
    name: str,
    title: str,
    purpose: str,
    parts: Iterable[Part],
    example_title: str,
    footer: str,
) -> None:
    """Fill the sheet with a title, one line of purpose and the parts, as `write_docx` fills a page."""
    page.title = name
    page.sheet_view.showGridLines = False
    for letter in "ABCDEFGHIJKL":
        page.column_dimensions[letter].width = _COLUMN_WIDTH
    grid = _Grid(page)
    grid.add([(title, _COLUMNS)], size=16, bold=True)
    grid.add([(purpose, _COLUMNS)], colour=MUTED)
    for part in parts:
        grid.skip()
        if part.kind == "example":
            grid.add([(example_title, _COLUMNS)], size=13, bold=True, colour=_TEAL)
        if part.kind == "fields":
            _add_fields(grid, part.text)
        else:
            _add_markdown(grid, part.text)
    grid.skip()
    grid.add([(footer, _COLUMNS)], size=8, colour=MUTED)
    page.page_setup.orientation, page.page_setup.paperSize = "portrait", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.right.text, page.oddFooter.right.size = "&P/&N", 8


class _Grid:
    """Rows of merged cells. Excel does not fit the height of merged cells to their text, so it is reckoned here."""

    def __init__(self, page: Worksheet) -> None:
        self.page, self.row = page, 0

    def skip(self) -> None:
        """A little air."""
        self.row += 1
        self.page.row_dimensions[self.row].height = 8

    def add(
        self,
        cells: Sequence[tuple[str, int]],
        *,
        size: int = 10,
        bold: bool = False,
        colour: str = "1B232E",
        fill: str = "",
        lined: bool = False,
    ) -> None:
        """A row of (text, columns of the grid) from the left."""
        self.row += 1
        left, lines = 1, 1
        for text, span in cells:
            cell = self.page.cell(row=self.row, column=left)
            write_text(cell, text)
            cell.font = Font(name=FONT, size=size, bold=bold, color=colour)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            for column in range(left, left + span) if lined or fill else ():
                part = self.page.cell(row=self.row, column=column)
                part.border = Border(bottom=LINE) if lined else Border()
                if fill:
                    part.fill = PatternFill("solid", start_color=fill)
            if span > 1:
                self.page.merge_cells(
                    start_row=self.row, end_row=self.row, start_column=left, end_column=left + span - 1
                )
            letters = max(1.0, (_LETTERS * span / _COLUMNS - 1) * 10 / size)
            lines = max(lines, sum(max(1, math.ceil(_width(row) / letters)) for row in text.split("\n")))
            left += span
        self.page.row_dimensions[self.row].height = lines * _LINE_HEIGHT * size / 10 + _AIR


def _width(text: str) -> float:
    """In Latin letters of the middle; Japanese runs wider than two of them a sign, and loses one where a line ends."""
    return print_width(text) * (_JAPANESE if has_japanese(text) else 1)


def _add_fields(grid: _Grid, text: str) -> None:
    for label, value in label_lines(text):
        grid.add([(label, 4), ("" if is_to_write(value) else value, _COLUMNS - 4)], lined=True)


def _add_markdown(grid: _Grid, text: str) -> None:
    tokens = to_tokens(text)
    counts: list[int | None] = []
    mark = ""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "heading_open":
            grid.add([(_plain(tokens[place + 1]), _COLUMNS)], size=11, bold=True)
        elif token.type == "paragraph_open":
            grid.add([(mark + _plain(tokens[place + 1]), _COLUMNS)])
            mark = "   " * len(counts)
        elif token.type in {"fence", "code_block"}:
            grid.add([(token.content.rstrip(), _COLUMNS)])
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            counts.append(0 if token.type.startswith("ordered") else None)
        elif token.type == "list_item_open":
            count = counts[-1]
            counts[-1] = None if count is None else count + 1
            mark = "   " * (len(counts) - 1) + ("•  " if counts[-1] is None else f"{counts[-1]}.  ")
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            counts.pop()
            mark = "   " * len(counts)
        elif token.type == "table_open":
            end = table_end(tokens, place)
            _add_table(grid, table_rows(tokens[place : end + 1]))
            place = end
        place += 1


def _plain(token: Token) -> str:
    """The words of a line without their emphasis; the address of a link stands behind it."""
    words: list[str] = []
    link = ""
    for child in token.children or []:
        if child.type == "link_open":
            link = str(child.attrs.get("href", ""))
        elif child.type == "link_close" and link.startswith(("http:", "https:")) and link not in "".join(words):
            words.append(f" ({link})")
        elif child.type in {"softbreak", "hardbreak"}:
            words.append("\n" if child.type == "hardbreak" else " ")
        else:
            words.append(child.content)
    return "".join(words)


def _add_table(grid: _Grid, rows: Sequence[Sequence[Token]]) -> None:
    spans = _spans(shares(rows, _COLUMNS))
    for number, row in enumerate(rows):
        texts = ["" if is_to_write(token.content) else _plain(token) for token in row]
        cells = list(zip(texts, spans, strict=False))
        grid.add(cells, bold=number == 0, fill="" if number else HEAD_FILL, lined=True)


def _spans(widths: Sequence[float]) -> list[int]:
    """Whole columns of the grid, at least one each, together all of it as near to `widths` as can be."""
    spans = [max(1, round(width)) for width in widths]
    while sum(spans) > _COLUMNS and max(spans) > 1:
        spans[spans.index(max(spans))] -= 1
    while sum(spans) < _COLUMNS:
        gap: Any = [width - span for width, span in zip(widths, spans, strict=True)]
        spans[gap.index(max(gap))] += 1
    return spans
