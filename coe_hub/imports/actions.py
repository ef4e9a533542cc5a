"""What is done to an import: begun, its layout and columns settled, questions answered, looked through, written,
undone."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.imports import tasks
from coe_hub.imports.cells import UNCOMPUTED, is_failed_formula, said_by
from coe_hub.imports.files.lines import check_name_and_size, refuse_large
from coe_hub.imports.files.reading import read_file
from coe_hub.imports.headings import cells_of, proposed, wanted_headings
from coe_hub.imports.kinds import About, Field, ImportKind, kind_of
from coe_hub.imports.models import Import, ImportRow, Job, KeptColumn, KeptWord, Result, State, Wrong
from coe_hub.imports.options import ALL_OTHERS, normal
from coe_hub.imports.outcomes import Judged, Outcome, Planned
from coe_hub.imports.run import Order, hold_lock, run_import
from coe_hub.imports.undoing import Written
from coe_hub.lib import long_work
from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import acting
from coe_hub.lib.tasks import give_to_worker

_SHOWN_CELLS = 4
_LONGEST_SHOWN = 60
_LONGEST_KEPT = 300
# What stands between two partners in one cell, the plainest first.
_SEPARATORS = ("|", ";", " / ", "/", "、", "\n", " & ")
_MOST_OBSTACLES = 50
_MOST_ASKED = 5000


@transaction.atomic
def begin(*, kind: str, name: str, content: File | ContentFile, by: Any) -> Import:
    """Store the file and see how it is laid out. Raises `DomainError` where it cannot be read."""
    check_name_and_size(name, content.size)
    refuse_large(name, content.size)
    run = Import(kind=kind, name=name, by=by)
    run.file.save(f"{run.public_id}{Path(name).suffix.lower()}", content, save=False)
    try:
        run.words = _kept_words(run)
        look(run)
    except DomainError:
        run.file.delete(save=False)
        raise
    run.save()
    return run


@contextmanager
def _path(run: Import) -> Iterator[Path]:
    """The file in a folder of this machine, under the name that people know it by."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / (Path(run.name).name or "file.csv")
        with run.file.open("rb") as stored, path.open("wb") as copy:
            for chunk in stored.chunks():
                copy.write(chunk)
        yield path


def look(run: Import) -> None:
    """See how the file is laid out, and propose which column is which field. Raises `DomainError`."""
    kind = kind_of(run.kind)
    fields = list(kind.fields())
    kept = dict(KeptColumn.objects.filter(by=run.by, kind=run.kind).values_list("heading", "field"))
    wanted = wanted_headings(fields, run.options, [heading for heading, field in kept.items() if field])
    with _path(run) as path:
        reading = read_file(path, run.layout, wanted, may_ask=True)
        samples = reading.samples()
    places = proposed(reading.headings, fields, samples, kept)
    run.separator = _separator(places, fields, samples)
    run.columns = {name: column_name(reading.headings, place) for name, place in places.items()}
    run.heading_row, run.sheet = reading.heading_row, reading.sheet
    run.seen = {
        "sheets": [asdict(one) for one in reading.sheets],
        "encoding": reading.encoding.code if reading.encoding else "",
        "is_sure": reading.encoding is None or reading.encoding.is_sure or bool(run.encoding),
        "headings": reading.headings,
        "beginning": [[line.number, [_shown(cell) for cell in line.cells[:30]]] for line in reading.beginning],
        "cells": [
            [_shown(cell) for cell in cells_of(place, samples, _SHOWN_CELLS)] for place in range(len(reading.headings))
        ],
    }


def column_name(headings: list[str], place: int) -> str:
    """What names a column: its heading, or its number where that is empty or stands twice."""
    heading = headings[place]
    alone = heading and sum(normal(one) == normal(heading) for one in headings) == 1
    return heading if alone else f"#{place + 1}"


def _shown(cell: str) -> str:
    if is_failed_formula(cell):
        return f"({said_by(cell)})"
    # Postgres keeps no NUL in JSON.
    cell = cell.replace("\0", "")
    return cell if len(cell) <= _LONGEST_SHOWN else cell[:_LONGEST_SHOWN] + "…"


def _separator(places: Mapping[str, int], fields: Iterable[Field], samples: Any) -> str:
    place = next((places[one.code] for one in fields if one.about == About.ORGANISATION and one.code in places), None)
    texts = cells_of(place, samples) if place is not None else []
    return next((mark for mark in _SEPARATORS[:-1] if any(mark in text for text in texts)), "|")


def _kept_words(run: Import) -> dict[str, dict[str, str]]:
    """What was settled before, as far as it still is a word of ours."""
    words = {one.code: {code for code, _name in one.words()} for one in kind_of(run.kind).fields() if one.words}
    found: dict[str, dict[str, str]] = {}
    for field, theirs, ours in KeptWord.objects.filter(by=run.by, kind=run.kind).values_list("field", "theirs", "ours"):
        if not ours or field not in words or ours in words[field]:
            found.setdefault(field, {})[theirs] = ours
    return found


@transaction.atomic
def lay_out(*, run: Import, encoding: str, sheet: str, heading_row: int | None) -> None:
    """Read the file anew, as somebody says it is laid out. Raises `DomainError` where that cannot be."""
    run.encoding, run.sheet, run.heading_row = encoding, sheet, heading_row or 0
    look(run)
    run.state, run.outcome = State.DRAFT, {}
    run.save()


@transaction.atomic
def settle_columns(
    *, run: Import, columns: dict[str, str], defaults: dict[str, str], separator: str, wrong: str
) -> None:
    """Say which column is which field, and have the file looked through. `columns`: field → column, "" of none."""
    kind = kind_of(run.kind)
    named = {name for name, column in columns.items() if column}
    if missing := kind.missing({*named, *(name for name, value in defaults.items() if value)}):
        labels = {one.code: str(one.label) for one in kind.fields()}
        raise DomainError(_("Say which column is: %(names)s.") % {"names": ", ".join(labels[name] for name in missing)})
    run.columns, run.separator, run.wrong = columns, separator or "|", wrong
    run.defaults = {name: value for name, value in defaults.items() if value}
    _keep_columns(run)
    _queue(run, Job.CHECK)


def _keep_columns(run: Import) -> None:
    fields = {column: name for name, column in run.columns.items() if column}
    headings = run.seen["headings"]
    kept = {
        normal(heading)[:_LONGEST_KEPT]: fields.get(heading, "")
        for place, heading in enumerate(headings)
        if heading and column_name(headings, place) == heading
    }
    KeptColumn.objects.bulk_create(
        [KeptColumn(by=run.by, kind=run.kind, heading=heading, field=field) for heading, field in kept.items()],
        update_conflicts=True,
        unique_fields=["by", "kind", "heading"],
        update_fields=["field"],
    )


@transaction.atomic
def settle_words(
    *, run: Import, words: Mapping[str, Mapping[str, str]], settled: Iterable[str], forgotten: Iterable[tuple[str, str]]
) -> None:
    """Keep what was answered, and have the file looked through again. `words`: field → theirs → ours; `settled`: keys
    of questions that need no word; `forgotten`: field and word that are to be asked again."""
    merged = {name: dict(those) for name, those in run.words.items()}
    for name, theirs in forgotten:
        merged.get(name, {}).pop(theirs, None)
        KeptWord.objects.filter(by=run.by, kind=run.kind, field=name, theirs=theirs[:_LONGEST_KEPT]).delete()
    for name, those in words.items():
        merged.setdefault(name, {}).update(those)
    run.words = {name: _without_chains(those) for name, those in merged.items() if those}
    run.settled = sorted({*run.settled, *settled})
    _keep_words(run, words)
    _queue(run, Job.CHECK)


def _without_chains(words: dict[str, str]) -> dict[str, str]:
    """What stands for another word that stands for a third one, stands for that."""
    found = {}
    for theirs, ours in words.items():
        seen = {theirs}
        while theirs != ALL_OTHERS and normal(ours) in words and normal(ours) not in seen:
            seen.add(normal(ours))
            ours = words[normal(ours)]
        found[theirs] = ours
    return found


def _keep_words(run: Import, words: Mapping[str, Mapping[str, str]]) -> None:
    KeptWord.objects.bulk_create(
        [
            KeptWord(by=run.by, kind=run.kind, field=name, theirs=theirs, ours=run.words[name][theirs])
            for name, those in words.items()
            for theirs in those
            # What all others are is said of one file alone: another may have its days the other way round.
            if theirs != ALL_OTHERS and len(theirs) <= _LONGEST_KEPT and len(run.words[name][theirs]) <= _LONGEST_KEPT
        ],
        update_conflicts=True,
        unique_fields=["by", "kind", "field", "theirs"],
        update_fields=["ours"],
    )


@transaction.atomic
def start(*, run: Import, job: str, wrong: str = "") -> None:
    """Have the worker look the file through, write it, or undo what was written. Raises `DomainError` where that is not
    the next step."""
    fresh = Import.objects.select_for_update().get(pk=run.pk)
    allowed = {
        Job.CHECK: {State.DRAFT, State.CHECKED, State.FAILED},
        Job.WRITE: {State.CHECKED},
        Job.UNDO: {State.DONE},
    }
    if fresh.state not in allowed[Job(job)] and not is_unheard(fresh):
        raise DomainError(_("This import has gone on meanwhile. Look at it again."))
    if wrong:
        run.wrong = wrong
    _queue(run, job)


def _queue(run: Import, job: str) -> None:
    run.job, run.state, run.message, run.begun_at = job, State.WAITING, "", timezone.now()
    run.save()
    long_work.forget_progress(_key(run))
    give_to_worker(tasks.work_on_import, run.pk)


def is_unheard(run: Import) -> bool:
    """Whether the worker has it, and nothing was heard of it for long."""
    return run.is_under_way and long_work.is_unheard(_key(run), run.begun_at)


def take_up() -> None:
    """Hand over once more what waits and nobody began: Redis was away, or lost what it held. What a worker began and
    left is not taken up by itself, since it may be the file that ended the worker; its page offers it again."""
    for run in Import.objects.filter(state=State.WAITING):
        with transaction.atomic():
            fresh = Import.objects.select_for_update().get(pk=run.pk)
            if fresh.state == State.WAITING and is_unheard(fresh):
                _queue(fresh, fresh.job)


def rows_read(run: Import) -> int:
    """How many rows the worker has read of it."""
    return long_work.rows_done(_key(run))


def _key(run: Import) -> str:
    return f"import:{run.pk}"


@transaction.atomic
def discard(*, run: Import) -> None:
    """Forget an import of which nothing was written. Raises `DomainError` of any other."""
    if run.state in {State.DONE, State.UNDONE} or (run.is_under_way and not is_unheard(run)):
        raise DomainError(_("What was written stays in this list. It can be undone."))
    file = run.file
    run.delete()
    if file:
        transaction.on_commit(lambda: file.delete(save=False))


def work_on(run: Import) -> None:
    """Do what the worker was asked to do. How it ended is written down whatever happens."""
    jobs = {Job.CHECK: _check, Job.WRITE: _write, Job.UNDO: _undo}
    before = run.state
    try:
        jobs[Job(run.job)](run)
    except DomainError as error:
        run.message = error.message
        run.state = State.DONE if run.job == Job.UNDO else State.FAILED
    except IntegrityError:
        run.message = _("Somebody changed the same records meanwhile. Nothing was written; start again.")
        run.state = State.DONE if run.job == Job.UNDO else State.FAILED
    finally:
        if run.state == before:
            run.message = _("Something went wrong that is not the file's fault. Nothing was written; start again.")
            run.state = State.DONE if run.job == Job.UNDO else State.FAILED
        run.save()
        long_work.forget_progress(_key(run))


def give_up(run: Import) -> None:
    """Whoever was at it was killed. What they had written was in one transaction, and is not there."""
    run.message = _("The hub stopped in the middle of it, perhaps at this file. Nothing was written; start again.")
    run.state = State.DONE if run.job == Job.UNDO else State.FAILED
    run.save(update_fields=["message", "state"])
    long_work.forget_progress(_key(run))


def _order(run: Import, kind: ImportKind, path: Path, *, dry_run: bool) -> Order:
    return Order(
        kind,
        path,
        run.layout,
        run.options,
        by=run.by,
        sight=run.by,
        name=run.name,
        dry_run=dry_run,
        skip_invalid=run.wrong != Wrong.NOTHING,
        progress=lambda rows: long_work.tell_progress(_key(run), rows),
        keep=_Keeper(run).keep,
    )


class _Keeper:
    """Writes down what became of each row, instead of what was found the time before."""

    def __init__(self, run: Import) -> None:
        self.run, self._is_first = run, True

    def keep(self, judged: list[Judged]) -> None:
        """These rows."""
        if self._is_first:
            self.run.rows.all().delete()
            self._is_first = False
        ImportRow.objects.bulk_create(row for one in judged if (row := self._row(one)))

    def _row(self, one: Judged) -> ImportRow | None:
        planned = one.planned
        problems = [asdict(problem) for problem in one.problems]
        if planned is None:
            # Postgres keeps no NUL in JSON.
            cells = ["" if cell == UNCOMPUTED else cell.replace("\0", "") for cell in one.line.cells]
            return ImportRow(
                run=self.run,
                line=one.line.number,
                result=Result.REJECTED,
                label=" · ".join(cell for cell in cells if cell)[:120],
                problems=problems,
                cells=cells,
            )
        if not (planned.is_change or problems):
            return None
        return ImportRow(
            run=self.run,
            line=one.line.number,
            result=Result.CREATED if planned.is_new else Result.CHANGED,
            label=planned.label[:400],
            record_id=planned.pk,
            problems=problems,
            changes=self._changes(planned),
            undo=planned.undo,
        )

    def _changes(self, planned: Planned) -> dict[str, tuple[str, str]]:
        """What changes, of something new all that it would hold; once that is written, its page shows it."""
        if not planned.tell_new or self.run.job != Job.CHECK:
            return planned.changes
        return {name: ("", text) for name, text in planned.tell_new().items() if text} | planned.changes


def _check(run: Import) -> None:
    kind = kind_of(run.kind)
    with _path(run) as path:
        order = _order(run, kind, path, dry_run=True)
        outcome = run_import(order)
    if not (outcome.created or outcome.updated or outcome.rejected):
        run.rows.all().delete()
    run.outcome = _told(outcome)
    run.state = State.CHECKED


def _write(run: Import) -> None:
    kind, stored = kind_of(run.kind), run.file.name or ""
    # What was written and that it was, in one transaction: an import is never there without the way back.
    with _path(run) as path, transaction.atomic():
        outcome = run_import(_order(run, kind, path, dry_run=False))
        run.outcome = _told(outcome)
        if not outcome.is_written:
            run.message = _("Nothing was written, because rows were rejected. Settle them, or leave them out.")
            run.state = State.CHECKED
            return
        run.state, run.finished_at, run.file = State.DONE, timezone.now(), ""
        run.save()
    run.file.storage.delete(stored)


def _told(outcome: Outcome) -> dict[str, Any]:
    asked = [[*key, count] for key, count in outcome.asked.most_common(_MOST_ASKED)]
    return {
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "rejected": outcome.rejected,
        "noted": outcome.noted,
        "columns": outcome.columns,
        "unused": outcome.unused,
        "totals": outcome.totals[:20],
        "apart": outcome.apart[:_MOST_ASKED],
        "orders": outcome.orders,
        "asked": asked,
    }


def _undo(run: Import) -> None:
    kind = kind_of(run.kind)
    rows = [
        Written(row.record_id or 0, row.result == Result.CREATED, row.label, row.undo)
        for row in run.rows.exclude(record_id=None).exclude(undo={}).order_by("-pk").iterator()
    ]
    with acting(by=run.by, reason=f"undid an import of {run.name}"), transaction.atomic():
        hold_lock()
        if obstacles := kind.take_back(rows, by=run.by):
            shown = obstacles[:_MOST_OBSTACLES]
            more = len(obstacles) - len(shown)
            run.message = "\n".join([*shown, *([_("… and %(count)d more") % {"count": more}] if more > 0 else [])])
            run.state = State.DONE
            return
        run.state, run.message = State.UNDONE, ""
        run.save()
