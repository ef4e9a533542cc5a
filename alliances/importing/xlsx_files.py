"""Excel workbooks: the first sheet, row by row, each cell as the text a person would type for it."""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from alliances.importing.files import LARGEST, Line, Lines, first_bytes, printable
from coe_hub.lib.errors import DomainError

# No sheet of Excel has more; a file that says so would keep the reader busy with empty rows.
_MOST_ROWS = 1024**2
# What openpyxl lets through when a workbook is damaged, cut off, encrypted or made by hand.
_BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # of XML
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    EOFError,
    OSError,
)


def xlsx_lines(path: Path) -> Lines:
    """The first sheet's lines, the headings first. Formula cells count by the value Excel saved with them.

    Raises `DomainError` where the file is not a workbook that can be read.
    """
    _refuse_hostile(path)
    # Opened here, so that it is closed here: openpyxl leaves a file open that it cannot read to the end.
    with path.open("rb") as file:
        yield from _lines(path, _book(path, file))


def _book(path: Path, file: IO[bytes]) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except _BROKEN as error:
        raise _unreadable(path) from error


def _lines(path: Path, book: Any) -> Lines:
    if not book.worksheets:
        raise DomainError(f"“{printable(path)}” has no sheet with cells.")
    width = 0
    for number, values in _rows(path, book.worksheets[0]):
        cells = _trimmed([as_text(value) for value in values])
        if not cells:
            continue
        width = width or len(cells)
        yield Line(number, cells + [""] * (width - len(cells)))


def _rows(path: Path, sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Rows by number. What the sheet says of its own size is not believed: some programs write nonsense there."""
    number = 0
    try:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        while True:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                values = next(rows, None)
            if values is None:
                return
            number += 1
            if number > _MOST_ROWS:
                raise _unreadable(path)
            yield number, values
    except _BROKEN as error:
        raise _unreadable(path, f" after row {number}") from error


def _refuse_hostile(path: Path) -> None:
    """Raises `DomainError` before anything is unpacked that is no workbook or would fill the memory."""
    first_bytes(path)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _unreadable(path) from error
    if not any(part.filename.lower() == "xl/workbook.xml" for part in parts):
        raise _unreadable(path)
    if sum(part.file_size for part in parts) > LARGEST:
        raise DomainError(
            f"“{printable(path)}” unpacks to more than {LARGEST // 1024**2} MB. Split it, or save it as CSV UTF-8."
        )


def as_text(value: Any) -> str:
    """A cell's value as typed: days as 2026-11-23, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _unreadable(path: Path, where: str = "") -> DomainError:
    return DomainError(
        f"“{printable(path)}” is not an Excel workbook that can be read{where}. Save it anew as XLSX or CSV UTF-8."
    )
