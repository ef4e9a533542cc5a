"""The lines of a file, by what kind of file it is."""

from collections.abc import Collection, Generator
from pathlib import Path

from alliances.importing.csv_files import csv_lines
from alliances.importing.files import XLSX_ENDINGS, Line, printable
from alliances.importing.xlsx_files import xlsx_lines
from coe_hub.lib.errors import DomainError


def lines_of(path: Path, wanted: Collection[str]) -> Generator[Line, None, None]:
    """The lines of a workbook or a CSV file, the headings first; `wanted` are headings that mean something. Raises
    `DomainError` where it cannot be read, or holds none."""
    lines = xlsx_lines(path) if path.suffix.lower() in XLSX_ENDINGS else csv_lines(path, wanted)
    first = next(lines, None)
    if first is None:
        raise DomainError(f"“{printable(path)}” holds no rows.")
    yield first
    yield from lines
