"""One import from the first line to the last, in one transaction, whatever its kind."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.imports.days import proved_order
from coe_hub.imports.files.lines import Line, check_file, printable
from coe_hub.imports.files.reading import Layout, Reading, read_file
from coe_hub.imports.headings import match_columns, require_fields, wanted_headings
from coe_hub.imports.kinds import About, Field, ImportKind, Setting
from coe_hub.imports.options import Options
from coe_hub.imports.outcomes import Ask, Judged, Outcome
from coe_hub.lib.bulk import check_references_at_once
from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import IMPORT_OF, acting

IMPORT_LOCK = 0x1A11_1A7C
"""Key of the database lock that one import holds at a time."""
_BATCH = 500
_SHOWN = 5


class Importer:
    """What a kind of import does with its rows: `run` gives it each batch to judge, and what was planned to write."""

    batch = _BATCH

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def judge(self, lines: Sequence[Line], *, lock: bool) -> Iterable[Judged]:
        """A verdict for each line. With `lock`, what is on record stays as it is until the transaction ends."""
        raise NotImplementedError

    def write(self, planned: Sequence[Any]) -> None:
        """Write what changes, and note on each plan which record it became and how it is taken back."""
        raise NotImplementedError

    def more(self) -> Mapping[str, Any]:
        """What else there is to tell, for the command."""
        return {}

    def asked(self) -> Iterable[tuple[tuple[str, str, str], int]]:
        """Questions that no row was refused for, such as which new organisations there would be, with how often."""
        return ()

    def apart(self) -> Iterable[tuple[str, ...]]:
        """Names of organisations that read alike and are not one, for a row has both."""
        return ()


@dataclass(frozen=True)
class Order:
    """What is to be imported, and how. `keep` is told every verdict, batch by batch."""

    kind: ImportKind
    path: Path
    layout: Layout
    options: Options
    by: Any = None
    sight: Any = None
    name: str = ""
    dry_run: bool = False
    skip_invalid: bool = False
    progress: Callable[[int], None] = lambda _rows: None
    keep: Callable[[list[Judged]], None] = lambda _judged: None
    set_headings: Callable[[list[str]], None] = lambda _headings: None


def run_import(order: Order) -> Outcome:
    """Bring the rows of a file in, all or nothing unless `skip_invalid`; write nothing at all on `dry_run`.

    Raises `DomainError` where the file or what was said of it cannot be used; then nothing was written.
    """
    check_file(order.path)
    run = _Run(order)
    with acting(by=order.by, reason=run.reason), transaction.atomic():
        run.through()
    return run.outcome


class _Run:
    """An import under way."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.may_write = not order.dry_run
        self.reason = f"{IMPORT_OF}{order.name or printable(order.path)}"
        self.outcome = Outcome()

    def through(self) -> None:
        """Every line, a batch at a time. Rolls back where rows were rejected and none may be left out."""
        hold_lock()
        check_references_at_once()
        fields = list(self.order.kind.fields())
        reading = read_file(self.order.path, self.order.layout, wanted_headings(fields, self.order.options))
        self.importer: Importer = self.order.kind.start(self._setting(reading, fields))
        done = 0
        with closing(reading.lines()) as lines:
            for batch in _batches(lines, self.importer.batch):
                self._batch(batch)
                done += len(batch)
                self.order.progress(done)
        outcome = self.outcome
        outcome.totals = [line.number for line in reading.left_out]
        outcome.more = self.importer.more()
        outcome.asked.update(dict(self.importer.asked()))
        outcome.apart = list(self.importer.apart())
        in_two_ways = {name for ask, name, _text in outcome.asked if ask == Ask.ORDER}
        outcome.orders = {name: found for name, found in outcome.orders.items() if name in in_two_ways}
        outcome.is_written = self.may_write
        if not (self.may_write or self.order.dry_run):
            transaction.set_rollback(True)

    def _setting(self, reading: Reading, fields: Sequence[Field]) -> Setting:
        options, headings = self.order.options, reading.headings
        places = match_columns(headings, options, fields)
        there = {*places, *options.defaults}
        require_fields(self.order.kind.missing(there), headings)
        self.order.set_headings(headings)
        self.outcome.columns = {name: headings[place] for name, place in places.items()}
        # A text may be a day, too: that of what is owed is one, or a rule in words.
        may_be_days = {one.code for one in fields if one.about in {About.DAY, About.TEXT}}
        self.days = {name: place for name, place in places.items() if name in may_be_days}
        used = set(places.values())
        self.outcome.unused = [name for place, name in enumerate(headings) if name and place not in used]
        today = timezone.localdate()
        return Setting(headings, places, options, today, self.reason, by=self.order.by, sight=self.order.sight)

    def _batch(self, lines: Sequence[Line]) -> None:
        judged = list(self.importer.judge(lines, lock=self.may_write))
        for one in judged:
            self._count(one)
        if self.may_write:
            self.importer.write([one.planned for one in judged if one.planned and one.planned.is_change])
        self.order.keep(judged)
        if self.order.dry_run:
            self._note_orders(lines)

    def _note_orders(self, lines: Sequence[Line]) -> None:
        """What the plain days of a column say of those that may mean two."""
        for name, place in self.days.items():
            found = self.outcome.orders.setdefault(name, {})
            for line in lines:
                cell = line.cells[place] if place < len(line.cells) else ""
                if order := proved_order(cell):
                    found.setdefault(order, cell.strip())

    def _count(self, one: Judged) -> None:
        outcome, planned = self.outcome, one.planned
        for problem in one.problems:
            if problem.ask:
                outcome.asked[problem.ask, problem.name, problem.text] += 1
        if planned is None:
            outcome.rejected += 1
            if len(outcome.reasons) < _SHOWN:
                outcome.reasons.append(f"line {one.line.number}: {one.reason}")
            self.may_write = self.may_write and self.order.skip_invalid
            return
        outcome.noted += bool(one.problems)
        outcome.created += planned.is_new
        outcome.updated += planned.is_change and not planned.is_new
        outcome.unchanged += not planned.is_change


def hold_lock() -> None:
    """Held until the transaction ends: two imports at once would both make what neither finds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [IMPORT_LOCK])
        row = cursor.fetchone()
    if not row or not row[0]:
        raise DomainError(_("Another import is running. Wait until it has ended, then start this one again."))


def _batches(lines: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while batch := list(islice(lines, size)):
        yield batch
