"""Excel workbooks: one sheet, row by row, each cell as the text a person would type for it."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from coe_hub.imports.cells import UNCOMPUTED
from coe_hub.imports.files.lines import LARGEST, Line, Lines, first_bytes, printable, refuse_many_columns
from coe_hub.lib.errors import DomainError

# No sheet of Excel has more; a file that says so would keep the reader busy with empty rows.
_MOST_ROWS = 1024**2
_MOST_MERGED = 10_000
_OLE = b"\xd0\xcf\x11\xe0"
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
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell [^>]*ref=\"([A-Z0-9:]{5,30})\"")
_CHUNK = 256 * 1024


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook."""

    name: str
    is_hidden: bool


def sheets_of(path: Path) -> list[Sheet]:
    """The sheets with cells, in their order. Raises `DomainError` where the file is no workbook that can be read."""
    _refuse_hostile(path)
    with path.open("rb") as file:
        return [Sheet(one.title, one.sheet_state != "visible") for one in _sheets(path, _book(path, file))]


def xlsx_lines(path: Path, sheet: str = "") -> Lines:
    """The lines of the sheet of that name, or of the first one that is not hidden. Formula cells count by the value
    Excel saved with them; one without is `UNCOMPUTED`. What is merged says the same in each of its cells.

    Raises `DomainError` where the file is not a workbook that can be read, or has no such sheet.
    """
    _refuse_hostile(path)
    # Opened here, so that it is closed here: openpyxl leaves a file open that it cannot read to the end.
    with ExitStack() as stack:
        chosen = _chosen(path, _sheets(path, _book(path, stack.enter_context(path.open("rb")))), sheet)
        has_formulas, merged = _scanned(path, chosen)
        formulas = None
        if has_formulas:
            book = _book(path, stack.enter_context(path.open("rb")), values=False)
            formulas = next(one for one in book.worksheets if one.title == chosen.title)
        yield from _lines(path, chosen, formulas, merged)


def _book(path: Path, file: IO[bytes], *, values: bool = True) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(file, read_only=True, data_only=values, keep_links=False)
    except _BROKEN as error:
        raise _unreadable(path) from error


def _sheets(path: Path, book: Any) -> list[Any]:
    if not book.worksheets:
        raise DomainError(_("“%(name)s” has no sheet with cells.") % {"name": printable(path)})
    return book.worksheets


def _chosen(path: Path, sheets: list[Any], name: str) -> Any:
    if not name:
        return next((one for one in sheets if one.sheet_state == "visible"), sheets[0])
    for one in sheets:
        if one.title.strip().casefold() == name.strip().casefold():
            return one
    raise DomainError(
        _("“%(name)s” has no sheet “%(sheet)s”. Its sheets are: %(sheets)s.")
        % {"name": printable(path), "sheet": name, "sheets": ", ".join(one.title for one in sheets)}
    )


def _scanned(path: Path, sheet: Any) -> tuple[bool, list[tuple[int, int, int, int]]]:
    """Whether the sheet has formulas, and what is merged on it: first column, first row, last column, last row."""
    has_formulas, merged, before = False, [], b""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path) as part:
            while chunk := part.read(_CHUNK):
                window = before + chunk
                has_formulas = has_formulas or bool(_FORMULA.search(window))
                merged += _MERGED.findall(window)
                # What is cut in two here is whole in the next window; what is whole is found once.
                before = window[window.rfind(b"<") :] if window.rfind(b"<") > window.rfind(b">") else b""
        return has_formulas, [range_boundaries(one.decode()) for one in merged[:_MOST_MERGED]]
    except _BROKEN as error:
        raise _unreadable(path) from error


def _lines(path: Path, sheet: Any, formulas: Any, merged: list[tuple[int, int, int, int]]) -> Lines:
    told = _Merged(merged)
    said = _rows(path, formulas) if formulas is not None else None
    for number, values in _rows(path, sheet):
        cells = [as_text(value) for value in values]
        if said is not None:
            _number, written = next(said, (0, ()))
            for place, formula in enumerate(written):
                if formula is not None and (place >= len(cells) or not cells[place]):
                    cells += [""] * (place + 1 - len(cells))
                    cells[place] = UNCOMPUTED
        cells = _trimmed(told.fill(number, cells))
        refuse_many_columns(path, len(cells))
        if cells:
            yield Line(number, cells)


class _Merged:
    """Puts what stands in the first of some merged cells into the others."""

    def __init__(self, ranges: list[tuple[int, int, int, int]]) -> None:
        self._ranges = sorted(ranges, key=lambda one: one[1], reverse=True)
        self._open: list[tuple[tuple[int, int, int, int], str]] = []

    def fill(self, number: int, cells: list[str]) -> list[str]:
        """The cells of a row with those of its merged ones."""
        while self._ranges and self._ranges[-1][1] <= number:
            one = self._ranges.pop()
            if one[1] == number and one[0] <= len(cells):
                self._open.append((one, cells[one[0] - 1]))
        self._open = [pair for pair in self._open if pair[0][3] >= number]
        for (left, top, right, _bottom), text in self._open:
            # A title over the whole width stays one cell; what goes down goes into each row.
            if text and (number > top or right - left < 4):
                cells += [""] * (min(right, left + 50) - len(cells))
                for place in range(left - 1, min(right, left + 50)):
                    cells[place] = cells[place] or text
        return cells


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
        raise _unreadable(path, after=number) from error


def _refuse_hostile(path: Path) -> None:
    """Raises `DomainError` before anything is unpacked that is no workbook, may hold macros, or would fill the
    memory."""
    if first_bytes(path).startswith(_OLE):
        raise DomainError(
            _("“%(name)s” has a password, or is of the Excel format before 2007. Save it as XLSX without a password.")
            % {"name": printable(path)}
        )
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _unreadable(path) from error
    names = {part.filename.lower() for part in parts}
    if "xl/workbook.xml" not in names:
        raise _unreadable(path)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise DomainError(_("“%(name)s” holds macros. Save it as XLSX, without them.") % {"name": printable(path)})
    if sum(part.file_size for part in parts) > LARGEST:
        raise DomainError(
            _("“%(name)s” unpacks to more than %(most)d MB. Split it, or save it as CSV UTF-8.")
            % {"name": printable(path), "most": LARGEST // 1024**2}
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


def _unreadable(path: Path, *, after: int = 0) -> DomainError:
    if after:
        sentence = _(
            "“%(name)s” is not an Excel workbook that can be read after row %(row)d. Save it anew as XLSX or CSV UTF-8."
        )
    else:
        sentence = _("“%(name)s” is not an Excel workbook that can be read. Save it anew as XLSX or CSV UTF-8.")
    return DomainError(sentence % {"name": printable(path), "row": after})
