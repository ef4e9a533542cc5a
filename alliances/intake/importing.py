"""The rows of a list of obligations, judged and put down, each alliance's together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from alliances.intake.columns import FIELDS
from alliances.intake.forms import RowForm
from alliances.intake.holdings import Holdings
from alliances.intake.known import Alliances, match
from alliances.intake.writing import enter
from alliances.obligations.models import Obligation
from coe_hub.imports.cells import UNCOMPUTED, is_failed_formula, may_mean_nothing
from coe_hub.imports.files.lines import Line
from coe_hub.imports.kinds import Setting
from coe_hub.imports.options import normal
from coe_hub.imports.outcomes import Ask, Problem
from coe_hub.imports.rows import RowReader
from coe_hub.lib.errors import DomainError

_ASKS = set(Ask)
# What can be left out where somebody settles that it says nothing.
_CAN_BE_EMPTY = set(FIELDS) - {"alliance", "title", "clause", "note"}


@dataclass
class Taken:
    """A line of the file by field, as settled and as it stood there, and the form that judged it; once it is put down,
    what is owed now, and what it said before, where it was owed already."""

    line: Line
    given: dict[str, str]
    said: dict[str, str]
    form: RowForm | None = None
    obligation: Obligation | None = None
    before: dict[str, Any] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)


class Intake:
    """The rows of one file, judged and put down: `taken` and `refused` say what became of each, `events` which were
    made on the way."""

    def __init__(self, setting: Setting) -> None:
        self.by, self.reader = setting.sight, RowReader(setting, {})
        self.refused: list[tuple[Line, list[Problem]]] = []
        self.taken: list[Taken] = []
        self.events: list[str] = []

    def through(self, lines: Iterable[Line]) -> None:
        """Each alliance's rows together: their days are one plan."""
        alliances = Alliances(self.by)
        groups: dict[int, tuple[Holdings, list[Taken]]] = {}
        for line in lines:
            found = self.reader.row(line)
            row = Taken(line, found.given, found.said)
            if why := self._shape(row):
                self._refuse(row, why)
                continue
            try:
                holdings = alliances.find(row.given.get("alliance", ""))
            except DomainError as error:
                self._refuse(row, Problem("alliance", row.said.get("alliance", ""), error.message))
                continue
            groups.setdefault(holdings.alliance.pk, (holdings, []))[1].append(row)
        for holdings, rows in groups.values():
            self._enter(holdings, rows)

    def _shape(self, row: Taken) -> Problem | None:
        """Why the line cannot be a row; None where it can. What is owed is not guessed at: a cell that could not be
        computed refuses it."""
        if why := self.reader.shape_error(row.line):
            return Problem("", "", why)
        for name, place in self.reader.setting.places.items():
            cell = row.line.cells[place]
            if cell == UNCOMPUTED:
                text = _("The cell holds a formula without a value. Open the file in a spreadsheet and save it.")
                return Problem(name, row.said[name], text)
            if is_failed_formula(cell):
                text = _("The cell holds the spreadsheet error %(text)s. Correct it there.") % {"text": cell}
                return Problem(name, cell, text)
        return None if row.given.get("alliance") else Problem("alliance", "", _("Give the alliance’s reference."))

    def _enter(self, holdings: Holdings, rows: Sequence[Taken]) -> None:
        keys = [(row.given.get("clause", ""), row.given.get("title", "")) for row in rows]
        judged: list[Taken] = []
        seen: dict[tuple[str, str], int] = {}
        for row, key, known in zip(rows, keys, match(holdings, keys), strict=True):
            first = seen.setdefault((normal(key[0]), normal(key[1])), row.line.number)
            if first != row.line.number:
                text = _("Line %(line)d has the same clause and title.") % {"line": first}
                self._refuse(row, Problem("clause", key[0], text))
            elif why := self._why_not(known, holdings):
                self._refuse(row, Problem("", "", why))
            else:
                row.form = self._form(row, holdings, known)
                row.before = {name: getattr(known, name) for name in Obligation.EDITABLE} if known else {}
                judged.append(row)
        try:
            done = enter([row.form for row in judged if row.form], holdings=holdings, by=self.by)
        except DomainError as error:
            for row in judged:
                self._refuse(row, Problem("", "", error.message))
            return
        self.events += [f"{event.name} ({holdings.alliance.name})" for event in done.events]
        for row in judged:
            if row.form and row.form.errors:
                self._refuse(row, *self._problems(row.form, row.said))
            elif row.form:
                row.obligation = done.rows[row.form]
                row.notes = row.form.notes
                self.taken.append(row)

    def _form(self, row: Taken, holdings: Holdings, known: Obligation | None) -> RowForm:
        """The form of the row or, where that was chosen and it can do without them, of its right cells."""
        options = self.reader.options
        form = RowForm(row.given, holdings=holdings, known=known, options=options)
        wrong = set(form.errors) if options.skip_cells else set()
        if not wrong or not wrong <= _CAN_BE_EMPTY or (known is None and "due" in wrong):
            return form
        given = {name: text for name, text in row.given.items() if name not in wrong}
        rest = RowForm(given, holdings=holdings, known=known, options=options)
        rest.notes[:0] = self._problems(form, row.said)
        return rest

    def _why_not(self, known: Obligation | None, holdings: Holdings) -> str:
        if known is None:
            return ""
        if known.is_archived:
            return _("“%(title)s” was put away here. Restore it first, or take the row out.") % {"title": known.title}
        if self.by is not None and known.pk not in holdings.editable:
            return _("The account may not change “%(title)s”.") % {"title": known.title}
        return ""

    @staticmethod
    def _problems(form: RowForm, said: Mapping[str, str]) -> list[Problem]:
        """Everything that is wrong with a row, each at its cell."""
        found = []
        for name, errors in form.errors.as_data().items():
            text = " ".join(" ".join(text for error in errors for text in error.messages).split())
            shown = said.get(name, "")[:100]
            ask = next((error.code for error in errors if error.code in _ASKS), "")
            if ask and ask != Ask.ORDER and name in _CAN_BE_EMPTY and may_mean_nothing(shown):
                ask = Ask.NOTHING
            found.append(Problem(name if name in FIELDS else "", shown, text, ask or ""))
        return found

    def _refuse(self, row: Taken, *problems: Problem) -> None:
        self.refused.append((row.line, list(problems)))
