"""Rows as an importer judges them: the cells that are mapped, with settled words put in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from coe_hub.imports.cells import UNCOMPUTED, clean_cell, failed_in_words, is_failed_formula, said_by
from coe_hub.imports.files.lines import Line
from coe_hub.imports.kinds import Setting
from coe_hub.imports.options import Options, normal
from coe_hub.imports.outcomes import Problem


@dataclass(frozen=True)
class Row:
    """A line and what its mapped cells say: text by field, for fields that hold several a list of texts. `said` is what
    stood there before settled words were put in, `notes` which cells hold nothing that can be read."""

    line: Line
    given: dict[str, Any]
    said: dict[str, str]
    notes: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class RowReader:
    """How lines of one file become rows. `several`: fields that hold several texts, with what stands between them."""

    setting: Setting
    several: Mapping[str, str]

    @property
    def options(self) -> Options:
        """What was settled."""
        return self.setting.options

    def shape_error(self, line: Line) -> str:
        """Why the line cannot be matched with the headings; empty where it can."""
        if line.problem:
            return line.problem
        count, wanted = len(line.cells), len(self.setting.headings)
        if count < wanted or any(cell.strip() for cell in line.cells[wanted:]):
            return _(
                "The row has %(count)d cells where the headings are %(wanted)d. Is a separator or quotation mark "
                "missing?"
            ) % {"count": count, "wanted": wanted}
        if all(normal(cell) == heading for cell, heading in zip(line.cells, self._normal_headings, strict=False)):
            return _("The row repeats the headings.")
        return ""

    @cached_property
    def _normal_headings(self) -> list[str]:
        return [normal(heading) for heading in self.setting.headings]

    def row(self, line: Line) -> Row:
        """The line by field; nothing of one that cannot be read. A cell that a spreadsheet could not compute is not
        among them, and is noted."""
        if line.problem:
            return Row(line, {}, {})
        cells, given, said = line.cells, {}, {}
        notes = self._unmapped_formulas(line)
        for name, place in self.setting.places.items():
            if place >= len(cells):
                continue
            text = said[name] = clean_cell(cells[place])
            if is_failed_formula(text):
                said[name] = said_by(text)
                notes.append(Problem(name, said[name], failed_in_words(text), is_note=True))
            else:
                given[name] = self.as_given(name, text)
        return Row(line, given, said, notes)

    def _unmapped_formulas(self, line: Line) -> list[Problem]:
        """What is said of cells that are not read, so that nobody wonders where they went."""
        if UNCOMPUTED not in line.cells:
            return []
        used = set(self.setting.places.values())
        headings = self.setting.headings
        return [
            Problem(headings[place], said_by(cell), failed_in_words(cell), is_note=True)
            for place, cell in enumerate(line.cells[: len(headings)])
            if cell == UNCOMPUTED and place not in used
        ]

    def as_given(self, name: str, text: str) -> Any:
        """A cell's text with settled words put in for theirs; for what holds several, each of them."""
        ours = self.options.values.get(name, {})
        if not ours and name not in self.several:
            return text
        if name not in self.several:
            return ours.get(normal(text), text) if text else text
        if (whole := ours.get(normal(text))) is not None and text:
            text = whole
            ours = {}
        texts = (piece.strip() for piece in text.split(self.several[name]))
        return [told for piece in texts if piece and (told := ours.get(normal(piece), piece))]
