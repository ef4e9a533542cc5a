"""Rows that were copied out of a spreadsheet: text with tabs between its cells."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from alliances.intake.columns import fields_of
from alliances.intake.forms import ROW_FIELDS

MOST_ROWS, MOST_COLUMNS = 100, 16
# What the columns are where no row of headings says so.
USUAL = ("clause", "title", "due", "responsible", "amount", "owner")
_SEPARATORS = ("\t", ";", ",")
# So many known words make a row one of headings.
_HEADINGS = 2


@dataclass
class Pasted:
    """Rows of as many cells as there are columns; `columns` are the fields they are taken for, "" for none."""

    columns: list[str]
    rows: list[list[str]]
    has_headings: bool = False


def read_pasted(text: str) -> Pasted:
    """The rows in `text`, without empty ones and without the row of headings."""
    rows = _rows(text)
    width = max((len(row) for row in rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    known = fields_of(rows[0], ROW_FIELDS) if rows else []
    has_headings = sum(map(bool, known)) >= min(_HEADINGS, width)
    columns = known if has_headings else [*USUAL, *[""] * width][:width]
    if width == 1 and not has_headings:
        columns = ["title"]
    return Pasted(columns, rows[1:] if has_headings else rows, has_headings)


def _rows(text: str) -> list[list[str]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    separator = _separator(text)
    found = list(csv.reader(io.StringIO(text), delimiter=separator))
    if any("\n" in cell and separator in cell for row in found for cell in row):
        # A quotation mark that is one, and opens nothing.
        found = [line.split(separator) for line in text.split("\n")]
    return [row for cells in found if (row := _trimmed(cells))]


def _separator(text: str) -> str:
    """The one that makes most of the first line mean something; a tab, where none does."""
    first = next((line for line in text.split("\n") if line.strip()), "")

    def merit(separator: str) -> int:
        return sum(map(bool, fields_of(first.split(separator), ROW_FIELDS)))

    return "\t" if "\t" in first else max(_SEPARATORS, key=merit)


def _trimmed(cells: Sequence[str]) -> list[str]:
    found = [" ".join(cell.split()) for cell in cells]
    while found and not found[-1]:
        found.pop()
    return found
