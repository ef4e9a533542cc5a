"""CSV files: in any of the usual encodings; comma, semicolon or tab. A line that is wrong costs no other line."""

import csv
from collections import deque
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from coe_hub.imports.files.encodings import Encoding
from coe_hub.imports.files.lines import Line, Lines, printable, refuse_many_columns, refuse_other_kind
from coe_hub.imports.options import normal
from coe_hub.lib.errors import DomainError

_SEPARATORS = (",", ";", "\t")
_LONGEST_LINE = 1024**2
_LONGEST_ROW = 200  # lines that one row may go over
_SAMPLE = 200
_MOST_BROKEN = 1000
_UNREADABLE = "\ufffd"


def csv_lines(path: Path, wanted: Collection[str], encoding: Encoding) -> Lines:
    """The file's lines that hold anything; `wanted` are headings that mean something, to find the separator by.

    A line that cannot be read has a `problem`. Raises `DomainError` where the file is no CSV file.
    """
    refuse_other_kind(path)
    texts = _Texts(_texts(path, encoding))
    separator = _separator(path, wanted, encoding)
    broken = 0
    while not texts.is_over:
        number = texts.number
        try:
            cells = texts.row(separator)
        except csv.Error as error:
            broken += 1
            if broken > _MOST_BROKEN:
                raise DomainError(
                    _("More than %(count)d lines of “%(name)s” cannot be read as CSV. Is it a CSV file?")
                    % {"count": _MOST_BROKEN, "name": printable(path)}
                ) from error
            yield Line(number, [texts.skip().rstrip("\r\n")], _in_words(error))
            continue
        refuse_many_columns(path, len(cells))
        if any(cell.strip() for cell in cells):
            yield Line(number, cells, _unreadable(cells, encoding))


class _Texts:
    """The lines of a file, of which a row that cannot be read gives back all but the first."""

    def __init__(self, texts: Iterator[str]) -> None:
        self._texts, self._ahead, self._taken = texts, deque[str](), list[str]()
        self.number = 1

    @property
    def is_over(self) -> bool:
        """Whether there is no line left."""
        if not self._ahead and (following := next(self._texts, None)) is not None:
            self._ahead.append(following)
        return not self._ahead

    def __iter__(self) -> Iterator[str]:
        while not self.is_over:
            if len(self._taken) > _LONGEST_ROW:
                raise csv.Error("unexpected end of data")
            self._taken.append(self._ahead.popleft())
            yield self._taken[-1]

    def row(self, separator: str) -> list[str]:
        """The cells of the row that begins here. Raises `csv.Error`."""
        self._taken = []
        cells = next(csv.reader(self, delimiter=separator, strict=True), [])
        self.number += len(self._taken)
        return cells

    def skip(self) -> str:
        """Go on after the first line of the row that could not be read, and say what stands in that."""
        first, *others = self._taken
        self._ahead.extendleft(reversed(others))
        self.number += 1
        return first


def _unreadable(cells: list[str], encoding: Encoding) -> str:
    """Why the cells are not what was meant; empty where they are."""
    if any(_UNREADABLE in cell for cell in cells):
        return _("The line holds letters that are not in the encoding of the file (%(encoding)s).") % {
            "encoding": encoding.code
        }
    if any("\0" in cell for cell in cells):
        return _("The line holds a NUL byte, which is no text.")
    return ""


def _texts(path: Path, encoding: Encoding) -> Iterator[str]:
    """The file line by line, in constant memory; what cannot be decoded is one sign that no text has."""
    # With newline="" a carriage return alone, as old programs write it, ends a line as well.
    with path.open(encoding=encoding.name, errors="replace", newline="") as file:
        is_first = True
        while text := file.readline(_LONGEST_LINE):
            if len(text) >= _LONGEST_LINE:
                raise DomainError(
                    _("A line of “%(name)s” is longer than a million characters. Is it a CSV file?")
                    % {"name": printable(path)}
                )
            yield text.removeprefix("\ufeff") if is_first else text
            is_first = False


def _separator(path: Path, wanted: Collection[str], encoding: Encoding) -> str:
    """The one that makes most headings out of one row that mean something here; then, that makes most rows of the same
    width; then, most cells."""
    sample = list(islice(_texts(path, encoding), _SAMPLE))

    def merit(separator: str) -> tuple[int, int]:
        try:
            rows = [row for row in csv.reader(sample, delimiter=separator) if any(cell.strip() for cell in row)]
        except csv.Error:
            return (0, 0)
        widest = max((len(row) for row in rows), default=0)
        heads = max((sum(normal(cell) in wanted for cell in row) for row in rows[:30]), default=0)
        return (heads, sum(len(row) == widest for row in rows) * min(widest - 1, 1) + widest)

    return max(_SEPARATORS, key=merit)


def _in_words(error: csv.Error) -> str:
    text = str(error)
    if "field larger" in text:
        return _("A cell is longer than %(most)s characters. A quotation mark may lack its partner.") % {
            "most": f"{csv.field_size_limit():,}"
        }
    if "unexpected end" in text:
        return _("A quotation mark that opens here is never closed.")
    return _("A quotation mark stands inside a quoted cell. Write it twice, or leave it out.")
