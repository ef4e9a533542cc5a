"""How a file is laid out, and its lines by that: which encoding, which sheet, where the headings stand."""

import re
from collections import Counter
from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from unicodedata import normalize

from django.utils.translation import gettext as _

from coe_hub.imports.cells import UNCOMPUTED
from coe_hub.imports.files.csv_files import csv_lines
from coe_hub.imports.files.encodings import ENCODINGS, Encoding, find_encoding
from coe_hub.imports.files.lines import XLSX_ENDINGS, Line, printable, refuse_other_kind
from coe_hub.imports.files.xlsx_files import Sheet, sheets_of, xlsx_lines
from coe_hub.imports.options import normal
from coe_hub.lib.errors import DomainError

_LOOKED_AT = 40
_SHOWN = 12
_TOTAL = re.compile(
    r"(?:grand |sub|running )?totals?\b|(?:sub)?sum\b|summe\b|gesamt\b|somme\b|合計|小計|総計|計$", re.IGNORECASE
)
# With what Japanese sheets count by behind it: 8件, 1,200万円.
_NUMBER = re.compile(r"[\s\d.,%$€£¥()+-]*(?:[千万億]*円|[件行社名人回])?")


@dataclass(frozen=True)
class Layout:
    """How somebody says that the file is laid out; what is empty is found. `heading_row` counts from 1, as editors
    and spreadsheets do."""

    encoding: str = ""
    sheet: str = ""
    heading_row: int = 0


@dataclass
class Reading:
    """A file as it is read: its headings, then its lines. `left_out` are lines of totals, by number and text."""

    path: Path
    layout: Layout
    wanted: Collection[str]
    encoding: Encoding | None = None
    sheets: list[Sheet] = field(default_factory=list)
    sheet: str = ""
    heading_row: int = 0
    headings: list[str] = field(default_factory=list)
    beginning: list[Line] = field(default_factory=list)
    left_out: list[Line] = field(default_factory=list)

    def lines(self) -> Generator[Line, None, None]:
        """The rows below the headings, without those of totals. Raises `DomainError` where they cannot be read."""
        self.left_out = []
        width = len(self.headings)
        for line in self._all():
            if line.number <= self.heading_row:
                continue
            if _is_total(line.cells) and not line.problem:
                self.left_out.append(line)
                continue
            if self.encoding is None and len(line.cells) < width:
                yield Line(line.number, line.cells + [""] * (width - len(line.cells)), line.problem)
            else:
                yield line

    def _all(self) -> Generator[Line, None, None]:
        if self.encoding is None:
            yield from xlsx_lines(self.path, self.sheet)
        else:
            yield from csv_lines(self.path, self.wanted, self.encoding)

    def samples(self, count: int = 200) -> list[Line]:
        """The first rows below the headings."""
        return list(islice(self.lines(), count))


def read_file(path: Path, layout: Layout, wanted: Collection[str], *, may_ask: bool = False) -> Reading:
    """Find out how a file is laid out; `wanted` are headings that mean something. Raises `DomainError` where it cannot
    be read, holds no rows or, unless `may_ask`, its encoding cannot be told."""
    reading = Reading(path, layout, wanted)
    if path.suffix.lower() in XLSX_ENDINGS:
        reading.sheets = sheets_of(path)
        reading.sheet = layout.sheet or next((one.name for one in reading.sheets if not one.is_hidden), "")
    else:
        refuse_other_kind(path)
        reading.encoding = find_encoding(path, told=layout.encoding)
        if not (reading.encoding.is_sure or may_ask):
            raise DomainError(
                _("It cannot be told in which encoding “%(name)s” was written. Say it with --encoding: %(codes)s.")
                % {"name": printable(path), "codes": ", ".join(ENCODINGS)}
            )
    first = list(islice(reading._all(), _LOOKED_AT))
    if not first:
        raise DomainError(_("“%(name)s” holds no rows.") % {"name": printable(path)})
    reading.beginning = first[:_SHOWN]
    _place_headings(reading, first)
    return reading


def _place_headings(reading: Reading, first: Sequence[Line]) -> None:
    told = reading.layout.heading_row
    if told and told not in {line.number for line in first}:
        raise DomainError(
            _("Row %(row)d of “%(name)s” is empty or lies too far down. The headings stand in one of the first rows.")
            % {"row": told, "name": printable(reading.path)}
        )
    place = next((place for place, line in enumerate(first) if line.number == told), None)
    place = _heading_place(first, reading.wanted) if place is None else place
    head = first[place]
    above = first[place - 1] if place and first[place - 1].number == head.number - 1 else None
    reading.heading_row = head.number
    reading.headings = _named(head.cells, above.cells if above else [])


def _heading_place(first: Sequence[Line], wanted: Collection[str]) -> int:
    """Where most cells mean something as headings; then, the first row that is as wide as most rows are."""
    merits = [len({normal(cell) for cell in line.cells} & set(wanted)) for line in first]
    if best := max(merits):
        return merits.index(best)
    widths = [sum(bool(cell.strip()) for cell in line.cells) for line in first]
    usual = Counter(len(line.cells) for line in first).most_common(1)[0][0]
    return next((place for place, width in enumerate(widths) if width >= max(2, usual * 0.6)), 0)


def _named(cells: Sequence[str], above: Sequence[str]) -> list[str]:
    """Headings, of which an empty one, or one that stands twice, is told by the heading above it. They are kept in
    JSON, where Postgres takes no NUL."""
    cells, above = ([cell.replace("\0", "") for cell in row] for row in (cells, above))
    plain = [" ".join(cell.split()) if cell != UNCOMPUTED else "" for cell in cells]
    twice = {name for name, count in Counter(map(normal, plain)).items() if count > 1}
    found = []
    for place, name in enumerate(plain):
        over = " ".join(above[place].split()) if place < len(above) and above[place] != UNCOMPUTED else ""
        found.append(f"{over} {name}".strip() if over and (not name or normal(name) in twice) else name)
    return found


def _is_total(cells: Sequence[str]) -> bool:
    """Whether the row only sums up what stands above it."""
    texts = [normalize("NFKC", cell).strip() for cell in cells if cell.strip() and cell != UNCOMPUTED]
    return bool(texts and _TOTAL.match(texts[0])) and all(_NUMBER.fullmatch(text) for text in texts[1:])
