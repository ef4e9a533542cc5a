"""One import of obligations from the first line to the last, in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alliances.intake.columns import FIELDS, fields_of, headings
from alliances.intake.forms import RowForm
from alliances.intake.holdings import Holdings
from alliances.intake.known import Alliances, match
from alliances.intake.writing import enter
from alliances.obligations.models import Obligation
from coe_hub.imports.cells import UNCOMPUTED, clean_cell, is_failed_formula, said_by
from coe_hub.imports.files.lines import Line, check_file, printable
from coe_hub.imports.files.reading import Layout, read_file
from coe_hub.imports.headings import columns_are, place_of
from coe_hub.imports.options import normal
from coe_hub.imports.outcomes import Ask, Outcome, Problem
from coe_hub.imports.rejected import RejectedFile
from coe_hub.imports.run import hold_lock
from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import acting
from coe_hub.people.models import User

MOST_ROWS = 20_000
_SHOWN = 10


@dataclass
class Result(Outcome):
    """What an import of obligations did; `events` are those that were made with it, `partial` the months, quarters and
    years that were taken for their last day."""

    events: list[str] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)


def import_obligations(
    path: Path, columns: dict[str, str], *, by: User | None, dry_run: bool, skip_invalid: bool
) -> Result:
    """Bring the obligations of `path` in, all or nothing unless `skip_invalid`; write nothing at all on `dry_run`.
    `columns`: field → heading, where headings do not say it themselves; "" leaves a column alone.

    Raises `DomainError` where the file or the options cannot be used; then nothing was written.
    """
    check_file(path)
    reason = f"import of {printable(path)}"
    with RejectedFile(path) as rejected, acting(by=by, reason=reason), transaction.atomic():
        hold_lock()
        wanted = {*headings(), *(normal(heading) for heading in columns.values() if heading)}
        heads, lines = _all(path, wanted)
        run = Intake(heads, _places(heads, columns), by=by)
        rejected.set_headings(heads)
        run.through(lines)
        for line, problems in sorted(run.refused, key=lambda pair: pair[0].number):
            rejected.add(line, run.reason(problems))
        run.result.is_written = not dry_run and (skip_invalid or not run.refused)
        transaction.set_rollback(not run.result.is_written)
        run.result.rejected_file = rejected.path
    return run.result


@dataclass
class Taken:
    """A line of the file by field, and the form that judged it; once it is put down, what is owed now, and what it said
    before, where it was owed already."""

    line: Line
    given: dict[str, str]
    form: RowForm | None = None
    obligation: Obligation | None = None
    before: dict[str, Any] = field(default_factory=dict)
    note: str = ""


class Intake:
    """The rows of one file, judged and put down. `given` reads a line by field."""

    def __init__(
        self,
        heads: Sequence[str],
        places: dict[str, int],
        *,
        by: User | None,
        given: Callable[[Line], dict[str, str]] | None = None,
    ) -> None:
        self.by, self.result = by, Result()
        self.headings, self.places = heads, places
        self.result.columns = {name: heads[place] for name, place in places.items()}
        self.refused: list[tuple[Line, list[Problem]]] = []
        self.taken: list[Taken] = []
        self._given = given or self._plain

    def through(self, lines: Iterable[Line]) -> None:
        """Each alliance's rows together: their days are one plan."""
        alliances = Alliances(self.by)
        groups: dict[int, tuple[Holdings, list[Taken]]] = {}
        for line in lines:
            row = Taken(line, self._given(line))
            if why := self._shape(row):
                self._refuse(row, why)
                continue
            try:
                holdings = alliances.find(row.given.get("alliance", ""))
            except DomainError as error:
                self._refuse(row, Problem("alliance", row.given.get("alliance", ""), error.message))
                continue
            groups.setdefault(holdings.alliance.pk, (holdings, []))[1].append(row)
        for holdings, rows in groups.values():
            self._enter(holdings, rows)

    def _plain(self, line: Line) -> dict[str, str]:
        cells = line.cells
        return {name: clean_cell(cells[place]) for name, place in self.places.items() if place < len(cells)}

    def _shape(self, row: Taken) -> Problem | None:
        """Why the line cannot be a row; None where it can."""
        if row.line.problem:
            return Problem("", "", row.line.problem)
        count, wanted = len(row.line.cells), len(self.headings)
        if count < wanted or any(cell.strip() for cell in row.line.cells[wanted:]):
            return Problem(
                "",
                "",
                f"The row has {count} cells where the headings are {wanted}. Is a separator or quotation mark missing?",
            )
        for name, text in row.given.items():
            if is_failed_formula(text):
                said = "a formula without a value" if text == UNCOMPUTED else f"the spreadsheet error {text}"
                return Problem(name, said_by(text), f"The cell holds {said}.")
        return None if row.given.get("alliance") else Problem("alliance", "", "Give the alliance’s reference.")

    def _enter(self, holdings: Holdings, rows: Sequence[Taken]) -> None:
        keys = [(row.given.get("clause", ""), row.given.get("title", "")) for row in rows]
        judged: list[Taken] = []
        seen: dict[tuple[str, str], int] = {}
        for row, key, known in zip(rows, keys, match(holdings, keys), strict=True):
            same = tuple(map(normal, key))
            first = seen.setdefault(same, row.line.number)  # type: ignore[arg-type]
            if first != row.line.number:
                self._refuse(row, Problem("clause", key[0], f"Line {first} has the same clause and title."))
            elif why := self._why_not(known, holdings):
                self._refuse(row, Problem("", "", why))
            else:
                row.form = RowForm(row.given, holdings=holdings, known=known)
                row.before = {name: getattr(known, name) for name in Obligation.EDITABLE} if known else {}
                judged.append(row)
        try:
            done = enter([row.form for row in judged if row.form], holdings=holdings, by=self.by)
        except DomainError as error:
            for row in judged:
                self._refuse(row, Problem("", "", error.message))
            return
        self.result.created += len(done.created)
        self.result.updated += len(done.changed)
        self.result.unchanged += len(done.unchanged)
        self.result.events += [f"{event.name} ({holdings.alliance.name})" for event in done.events]
        for row in judged:
            if row.form and row.form.errors:
                self._refuse(row, *self._problems(row.form, row.given))
            elif row.form:
                row.obligation = done.rows[row.form]
                self.taken.append(row)
                if row.form.rule and row.form.rule.is_partial:
                    row.note = _("Taken as %(day)s.") % {"day": row.form.rule.fixed_on}
                    self.result.partial.append(
                        f"line {row.line.number}: “{row.given['due']}” is taken as {row.form.rule.fixed_on}"
                    )

    def _why_not(self, known: Obligation | None, holdings: Holdings) -> str:
        if known is None:
            return ""
        if known.is_archived:
            return f"“{known.title}” was put away here. Restore it first, or take the row out."
        if self.by is not None and known.pk not in holdings.editable:
            return f"The account may not change “{known.title}”."
        return ""

    @staticmethod
    def _problems(form: RowForm, given: dict[str, str]) -> list[Problem]:
        """Everything that is wrong with a row, each at its cell."""
        found = []
        for name, errors in form.errors.as_data().items():
            text = " ".join(" ".join(text for error in errors for text in error.messages).split())
            ask = Ask.WORD if errors[0].code == "unknown_word" else ""
            found.append(Problem(name if name in FIELDS else "", given.get(name, "")[:100], text, ask))
        return found

    def reason(self, problems: Iterable[Problem]) -> str:
        """All of it on one line, each at its column."""
        return " ".join(self._at(one.name, one.reason) if one.name else one.reason for one in problems)

    def _at(self, name: str, text: str) -> str:
        place = self.places.get(name)
        return f"{name}: {text}" if place is None else f"“{self.headings[place]}”: {text}"

    def _refuse(self, row: Taken, *problems: Problem) -> None:
        self.refused.append((row.line, list(problems)))
        self.result.rejected += 1
        if len(self.result.reasons) < _SHOWN:
            self.result.reasons.append(f"line {row.line.number}: {self.reason(problems)}")


def _all(path: Path, wanted: set[str]) -> tuple[list[str], list[Line]]:
    reading = read_file(path, Layout(), wanted)
    lines = list(islice(reading.lines(), MOST_ROWS + 1))
    if len(lines) > MOST_ROWS:
        raise DomainError(f"“{printable(path)}” has more than {MOST_ROWS:,} rows. Split it.")
    return reading.headings, lines


def _places(heads: Sequence[str], columns: dict[str, str]) -> dict[str, int]:
    """Field → place of its cell: as mapped, else by heading. Raises `DomainError` where what every row needs is not
    there."""
    found = {name: place_of(heads, heading, f"--map {name}={heading}") for name, heading in columns.items() if heading}
    for place, name in enumerate(fields_of(heads, [name for name in FIELDS if name not in columns])):
        if name and place not in found.values():
            found[name] = place
    missing = [name for name in ("alliance", "title") if name not in found]
    if missing:
        hints = " ".join(f"--map {name}=COLUMN" for name in missing)
        raise DomainError(f"No column is mapped to {' or '.join(missing)}. Add {hints}. {columns_are(heads)}")
    return found
