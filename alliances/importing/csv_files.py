"""CSV files: UTF-8 with or without a byte order mark; comma, semicolon or tab."""

import csv
import re
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from alliances.importing.files import Line, Lines, printable, refuse_other_kind
from alliances.importing.options import normal
from coe_hub.lib.errors import DomainError

_SEPARATORS = (",", ";", "\t")
_LONGEST_LINE = 1024**2
_SAMPLE = 200
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def csv_lines(path: Path, wanted: Collection[str]) -> Lines:
    """The file's lines, the headings first; `wanted` are headings that mean something, to find the separator by.

    Raises `DomainError` naming the line where the file is not CSV in UTF-8.
    """
    refuse_other_kind(path)
    separator = _separator(path, wanted)
    texts = _texts(path)
    reader = csv.reader(texts, delimiter=separator, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise DomainError(
                f"Line {number} of “{printable(path)}” cannot be read as CSV: {_in_words(error)}"
            ) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield Line(number, cells)


def _texts(path: Path) -> Iterator[str]:
    """The file line by line, in constant memory."""
    name = printable(path)
    with path.open("rb") as file:
        for number, raw in enumerate(iter(lambda: file.readline(_LONGEST_LINE + 1), b""), start=1):
            if len(raw) > _LONGEST_LINE:
                raise DomainError(f"Line {number} of “{name}” is longer than a million characters. Is it a CSV file?")
            if b"\0" in raw:
                raise DomainError(
                    f"Line {number} of “{name}” holds a NUL byte, so it is not CSV. Save it as CSV UTF-8."
                )
            yield from _lines_of(_decoded(raw, number, name))


def _decoded(raw: bytes, number: int, name: str) -> str:
    try:
        return raw.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise DomainError(
            f"Line {number} of “{name}” is not UTF-8 (byte {error.start + 1}). Save the file as CSV UTF-8."
        ) from error


def _lines_of(text: str) -> list[str]:
    """Lines that end in a carriage return alone, as old programs write them, are lines as well."""
    return _LINE.findall(text) if "\r" in text.rstrip("\r\n") else [text]


def _separator(path: Path, wanted: Collection[str]) -> str:
    """The one that makes most headings out of the first row that mean something here; then, most cells."""
    sample = list(islice(_texts(path), _SAMPLE))

    def merit(separator: str) -> tuple[int, int]:
        try:
            rows = csv.reader(sample, delimiter=separator)
            cells = next((row for row in rows if any(cell.strip() for cell in row)), [])
        except csv.Error:
            return (0, 0)
        return (sum(normal(cell) in wanted for cell in cells), len(cells))

    return max(_SEPARATORS, key=merit)


def _in_words(error: csv.Error) -> str:
    text = str(error)
    if "field larger" in text:
        return f"a cell is longer than {csv.field_size_limit():,} characters. A quotation mark may lack its partner."
    if "unexpected end" in text:
        return "a quotation mark that opens there is never closed."
    return "a quotation mark stands inside a quoted cell. Write it twice, or leave it out."
