"""Rows as the form wants them: the cells that are mapped, with translated values, and defaults where they are empty."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from alliances.importing.cells import clean_cell, is_failed_formula
from alliances.importing.files import Line
from alliances.importing.known import Known
from alliances.importing.options import Options, normal

# As our own export joins the organisations of our side.
_OURS_JOINED_BY = "|"


@dataclass(frozen=True)
class Row:
    """A line and what its mapped cells say: text by field, for organisations a list of texts."""

    line: Line
    given: dict[str, Any]


@dataclass(frozen=True)
class RowReader:
    """How lines of one file become rows. `defaults` are ready for the form: text or, for organisations, lists."""

    headings: list[str]
    places: dict[str, int]
    options: Options
    defaults: dict[str, Any]

    def shape_error(self, line: Line) -> str:
        """Why the line cannot be matched with the headings; empty where it can."""
        count, wanted = len(line.cells), len(self.headings)
        if count < wanted or any(cell.strip() for cell in line.cells[wanted:]):
            return (
                f"The row has {count} cells where the headings are {wanted}. Is a separator or quotation mark missing?"
            )
        if [normal(cell) for cell in line.cells[:wanted]] == self._normal_headings:
            return "The row repeats the headings."
        return ""

    def failed_formula(self, row: Row) -> str:
        """Which cell a spreadsheet could not compute; empty where there is none."""
        for name, value in row.given.items():
            for text in value if isinstance(value, list) else [value]:
                if is_failed_formula(text):
                    return f"{name}: The cell holds the spreadsheet error {text}."
        return ""

    @cached_property
    def _normal_headings(self) -> list[str]:
        return [normal(heading) for heading in self.headings]

    def row(self, line: Line) -> Row:
        """The line by field."""
        cells = line.cells
        return Row(
            line,
            {
                name: as_given(name, clean_cell(cells[place]), self.options)
                for name, place in self.places.items()
                if place < len(cells)
            },
        )

    def data(self, row: Row, known: Known | None) -> dict[str, Any]:
        """What the form judges. A new alliance takes every default that its row does not say otherwise; one on record
        keeps what it has where a cell is empty and a default exists, and is cleared where none does."""
        if known is None:
            return row.given | {name: value for name, value in self.defaults.items() if not row.given.get(name)}
        return {name: value for name, value in row.given.items() if value or name not in self.defaults}

    def organisations(self, row: Row) -> Iterator[str]:
        """Every organisation the row names."""
        for name in ("partners", "our_organisation"):
            yield from row.given.get(name) or self.defaults.get(name) or ()


def as_given(name: str, text: str, options: Options) -> Any:
    """A cell's text with the operator's own words put in for theirs; for organisations, each of them."""
    ours = options.values.get(name, {})
    if name == "partners":
        pieces = text.split(options.separator)
    elif name == "our_organisation":
        pieces = text.split(_OURS_JOINED_BY)
    else:
        return ours.get(normal(text), text)
    texts = (piece.strip() for piece in pieces)
    return [told for text in texts if (told := ours.get(normal(text), text))]
