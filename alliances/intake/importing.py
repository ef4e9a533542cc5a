"""One import of obligations from the first line to the last, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from alliances.importing.cells import clean_cell, is_failed_formula
from alliances.importing.files import Line, check_file, printable
from alliances.importing.headings import columns_are, place_of
from alliances.importing.options import normal
from alliances.importing.outcomes import Outcome
from alliances.importing.reading import lines_of
from alliances.importing.rejected import RejectedFile
from alliances.importing.run import hold_lock
from alliances.intake.columns import FIELDS, fields_of, headings
from alliances.intake.forms import RowForm
from alliances.intake.holdings import Holdings
from alliances.intake.known import Alliances, match
from alliances.intake.writing import enter
from alliances.obligations.models import Obligation
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
        run = _Run(path, columns, by=by)
        rejected.set_headings(run.headings)
        run.through()
        for line, why in sorted(run.refused, key=lambda pair: pair[0].number):
            rejected.add(line, why)
        run.result.is_written = not dry_run and (skip_invalid or not run.refused)
        transaction.set_rollback(not run.result.is_written)
        run.result.rejected_file = rejected.path
    return run.result


@dataclass
class _Row:
    """A line of the file by field, and the form that judged it."""

    line: Line
    given: dict[str, str]
    form: RowForm | None = None


class _Run:
    """An import under way."""

    def __init__(self, path: Path, columns: dict[str, str], *, by: User | None) -> None:
        wanted = {*headings(), *(normal(heading) for heading in columns.values() if heading)}
        head, *self.lines = _all(path, wanted)
        self.by, self.result = by, Result()
        self.headings = [heading.strip() for heading in head.cells]
        self.places = _places(self.headings, columns)
        self.result.columns = {name: self.headings[place] for name, place in self.places.items()}
        self.refused: list[tuple[Line, str]] = []

    def through(self) -> None:
        """Each alliance's rows together: their days are one plan."""
        alliances = Alliances(self.by)
        groups: dict[int, tuple[Holdings, list[_Row]]] = {}
        for line in self.lines:
            row = _Row(line, self._given(line))
            if why := self._shape(row):
                self._refuse(row, why)
                continue
            try:
                holdings = alliances.find(row.given.get("alliance", ""))
            except DomainError as error:
                self._refuse(row, self._at("alliance", error.message))
                continue
            groups.setdefault(holdings.alliance.pk, (holdings, []))[1].append(row)
        for holdings, rows in groups.values():
            self._enter(holdings, rows)

    def _given(self, line: Line) -> dict[str, str]:
        cells = line.cells
        return {name: clean_cell(cells[place]) for name, place in self.places.items() if place < len(cells)}

    def _shape(self, row: _Row) -> str:
        """Why the line cannot be a row; empty where it can."""
        count, wanted = len(row.line.cells), len(self.headings)
        if count < wanted or any(cell.strip() for cell in row.line.cells[wanted:]):
            return (
                f"The row has {count} cells where the headings are {wanted}. Is a separator or quotation mark missing?"
            )
        for name, text in row.given.items():
            if is_failed_formula(text):
                return self._at(name, f"The cell holds the spreadsheet error {text}.")
        return "" if row.given.get("alliance") else self._at("alliance", "Give the alliance’s reference.")

    def _enter(self, holdings: Holdings, rows: Sequence[_Row]) -> None:
        keys = [(row.given.get("clause", ""), row.given.get("title", "")) for row in rows]
        judged: list[_Row] = []
        seen: dict[tuple[str, str], int] = {}
        for row, key, known in zip(rows, keys, match(holdings, keys), strict=True):
            same = tuple(map(normal, key))
            first = seen.setdefault(same, row.line.number)  # type: ignore[arg-type]
            if first != row.line.number:
                self._refuse(row, self._at("clause", f"Line {first} has the same clause and title."))
            elif why := self._why_not(known, holdings):
                self._refuse(row, why)
            else:
                row.form = RowForm(row.given, holdings=holdings, known=known)
                judged.append(row)
        try:
            done = enter([row.form for row in judged if row.form], holdings=holdings, by=self.by)
        except DomainError as error:
            for row in judged:
                self._refuse(row, error.message)
            return
        self.result.created += len(done.created)
        self.result.updated += len(done.changed)
        self.result.unchanged += len(done.unchanged)
        self.result.events += [f"{event.name} ({holdings.alliance.name})" for event in done.events]
        for row in judged:
            if row.form and row.form.errors:
                self._refuse(row, self._reasons(row.form))
            elif row.form and row.form.rule and row.form.rule.is_partial:
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

    def _reasons(self, form: RowForm) -> str:
        """Everything that is wrong with a row, each at its cell, on one line."""
        found = []
        for name, errors in form.errors.items():
            text = " ".join(" ".join(map(str, errors)).split())
            found.append(self._at(name, text) if name in FIELDS else text)
        return " ".join(found)

    def _at(self, name: str, text: str) -> str:
        place = self.places.get(name)
        return f"{name}: {text}" if place is None else f"“{self.headings[place]}”: {text}"

    def _refuse(self, row: _Row, why: str) -> None:
        self.refused.append((row.line, why))
        self.result.rejected += 1
        if len(self.result.reasons) < _SHOWN:
            self.result.reasons.append(f"line {row.line.number}: {why}")


def _all(path: Path, wanted: set[str]) -> list[Line]:
    found: list[Line] = []
    for line in lines_of(path, wanted):
        if len(found) > MOST_ROWS:
            raise DomainError(f"“{printable(path)}” has more than {MOST_ROWS:,} rows. Split it.")
        found.append(line)
    return found


def _places(heads: Sequence[str], columns: dict[str, str]) -> dict[str, int]:
    """Field → place of its cell: as mapped, else by heading. Raises `DomainError` where what every row needs is not
    there."""
    found = {
        name: place_of(heads, normal(heading), f"--map {name}={heading}")
        for name, heading in columns.items()
        if heading
    }
    for place, name in enumerate(fields_of(heads, [name for name in FIELDS if name not in columns])):
        if name and place not in found.values():
            found[name] = place
    missing = [name for name in ("alliance", "title") if name not in found]
    if missing:
        hints = " ".join(f"--map {name}=COLUMN" for name in missing)
        raise DomainError(f"No column is mapped to {' or '.join(missing)}. Add {hints}. {columns_are(heads)}")
    return found
