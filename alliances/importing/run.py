"""One import from the first line to the last, in one transaction."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from alliances.importing.defaults import all_defaults, check_words, our_organisation, require_defaults
from alliances.importing.files import Line, check_file, printable
from alliances.importing.headings import match_columns, wanted_headings
from alliances.importing.judging import Judge
from alliances.importing.lookups import Lookups
from alliances.importing.options import Options
from alliances.importing.outcomes import Outcome
from alliances.importing.plan import Planned
from alliances.importing.reading import lines_of
from alliances.importing.rejected import RejectedFile
from alliances.importing.rows import RowReader
from alliances.importing.writing import write
from coe_hub.lib.bulk import check_references_at_once
from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import IMPORT_OF, acting
from coe_hub.people.models import ScopeKind, User
from coe_hub.vocabulary.models import Phase

IMPORT_LOCK = 0x1A11_1A7C
"""Key of the database lock that one import holds at a time."""
_BATCH = 500
_SHOWN = 5


@dataclass
class Result(Outcome):
    """What an import of alliances did."""

    without_reference: int = 0
    open_before_signature: int = 0


def import_alliances(
    path: Path,
    options: Options,
    *,
    by: User | None,
    dry_run: bool,
    skip_invalid: bool,
    progress: Callable[[int], None] = lambda _rows: None,
) -> Result:
    """Bring the alliances of `path` in, all or nothing unless `skip_invalid`; write nothing at all on `dry_run`.

    Raises `DomainError` where the file or the options cannot be used; then nothing was written.
    """
    check_file(path)
    with RejectedFile(path) as rejected:
        run = _Run(path, options, by=by, rejected=rejected, may_write=not dry_run, skip_invalid=skip_invalid)
        try:
            with acting(by=by, reason=run.reason), transaction.atomic():
                run.through(progress)
        except IntegrityError as error:
            if not _is_taken_reference(error):
                raise
            raise DomainError(
                "Somebody changed the same alliances meanwhile. Nothing was written; start again."
            ) from error
        run.result.rejected_file = rejected.path
    return run.result


class _Run:
    """An import under way."""

    def __init__(
        self,
        path: Path,
        options: Options,
        *,
        by: User | None,
        rejected: RejectedFile,
        may_write: bool,
        skip_invalid: bool,
    ) -> None:
        self.path, self.options, self.by, self.rejected = path, options, by, rejected
        self.may_write, self.skip_invalid = may_write, skip_invalid
        self.reason = f"{IMPORT_OF}{printable(path)}"
        self.today = timezone.localdate()
        self.result = Result()

    def through(self, progress: Callable[[int], None]) -> None:
        """Every line, a batch at a time. Rolls back where rows were rejected and none may be left out."""
        hold_lock()
        check_references_at_once()
        self.lookups = Lookups()
        done = 0
        with closing(self._lines()) as lines:
            self.judge = self._judge(next(lines))
            for batch in _batches(lines):
                self._batch(batch)
                done += len(batch)
                progress(done)
        self.result.without_reference = self.judge.without_reference
        self.result.is_written = self.may_write
        transaction.set_rollback(not self.may_write)

    def _lines(self) -> Generator[Line, None, None]:
        yield from lines_of(self.path, wanted_headings(self.options))

    def _judge(self, head: Line) -> Judge:
        headings = [heading.strip() for heading in head.cells]
        places = match_columns(headings, self.options)
        ours = our_organisation(self.by)
        defaults = all_defaults(self.options, ours=ours)
        require_defaults(defaults, places)
        check_words(self.options, defaults, self.lookups)
        self.rejected.set_headings(headings)
        self.result.columns = {name: headings[place] for name, place in places.items()}
        reader = RowReader(headings, places, self.options, defaults)
        return Judge(reader, self.lookups, today=self.today, by=self.by, ours=ours)

    def _batch(self, lines: Sequence[Line]) -> None:
        planned: list[Planned] = []
        for line, verdict in self.judge.batch(lines, lock=self.may_write):
            if isinstance(verdict, Planned):
                planned.append(verdict)
            else:
                self._reject(line, verdict)
        self._count(planned)
        if self.may_write:
            changes = [one for one in planned if one.is_change]
            write(changes, by=self.by, today=self.today, reason=self.reason, lookups=self.lookups)

    def _reject(self, line: Line, reason: str) -> None:
        self.rejected.add(line, reason)
        self.result.rejected += 1
        if len(self.result.reasons) < _SHOWN:
            self.result.reasons.append(f"line {line.number}: {reason}")
        self.may_write = self.may_write and self.skip_invalid

    def _count(self, planned: Iterable[Planned]) -> None:
        result = self.result
        for one in planned:
            result.created += one.known is None
            result.updated += one.known is not None and one.is_change
            result.unchanged += not one.is_change
            result.open_before_signature += self._is_open_early(one)

    def _is_open_early(self, one: Planned) -> bool:
        return one.known is None and one.scope == ScopeKind.OPEN and one.values["stage"].phase == Phase.FORMING


def _is_taken_reference(error: IntegrityError) -> bool:
    """Whether somebody gave an alliance a reference of the file while the import ran.

    Nothing else can be broken by others: rows on record are locked, and no second import runs. All else is our own
    mistake, and says so.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) == "alliance_reference_once"


def hold_lock() -> None:
    """Held until the transaction ends: two imports at once would both make what neither finds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [IMPORT_LOCK])
        row = cursor.fetchone()
    if not row or not row[0]:
        raise DomainError("Another import is running. Wait until it has ended, then start this one again.")


def _batches(lines: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(lines, _BATCH)):
        yield batch
