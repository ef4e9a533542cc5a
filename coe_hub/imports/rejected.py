"""The file of rejected rows: what each said and why it was refused, ready to be corrected and imported again."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from django.db import connection

from coe_hub.imports.files.lines import Line, printable
from coe_hub.imports.models import Import, ImportRow, Result
from coe_hub.imports.outcomes import Judged
from coe_hub.lib.errors import DomainError
from coe_hub.lib.tables import safe_cell


class RejectedFile:
    """`<name>.rejected.csv` in the current folder or, where that cannot be written to, beside the imported file.

    It is made with the first rejected row; a context manager, closed on the way out.
    """

    def __init__(self, source: Path) -> None:
        self.path: Path | None = None
        self._source, self._headings = source, [""]
        self._file: IO[str] | None = None
        self._writer: Any = None

    def set_headings(self, headings: Sequence[str]) -> None:
        """The headings of the imported file."""
        self._headings = list(headings)

    def add(self, line: Line, reason: str) -> None:
        """Keep a row. Raises `DomainError` where it cannot be written down."""
        try:
            if self._writer is None:
                self._open()
            self._write([str(line.number), reason, *line.cells])
        except OSError as error:
            raise DomainError(f"Rejected rows cannot be written to {self.path}: {error.strerror}.") from error

    def keep(self, judged: Iterable[Judged]) -> None:
        """Keep those of these rows that were rejected."""
        for one in judged:
            if one.planned is None:
                self.add(one.line, one.reason)

    def _open(self) -> None:
        name = f"{self._source.stem}.rejected.csv"
        for folder in (Path.cwd(), self._source.parent):
            try:
                # Excel takes UTF-8 for what it is only with a byte order mark.
                self._file = (folder / name).open("w", encoding="utf-8-sig", newline="")
            except OSError:
                continue
            self.path = folder / name
            self._writer = csv.writer(self._file)
            self._write(["line", "reason", *self._headings])
            return
        raise DomainError(
            f"No file {printable(Path(name))} can be written here or beside the file. Change to another folder."
        )

    def _write(self, cells: Sequence[str]) -> None:
        self._writer.writerow(map(_cell, cells))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_details: object) -> None:
        if self._file:
            self._file.close()


def rejected_csv(run: Any) -> bytes:
    """The rejected rows of an import in the browser, as such a file has them."""
    text = io.StringIO()
    # Excel takes UTF-8 for what it is only with a byte order mark.
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(map(_cell, ("line", "reason", *run.seen.get("headings", []))))
    for row in run.rows.filter(result="rejected").order_by("line", "pk").iterator():
        reason = " ".join(_reason(one) for one in row.problems if not one["is_note"])
        writer.writerow(map(_cell, (str(row.line), reason, *row.cells)))
    return text.getvalue().encode()


def _cell(text: str) -> str:
    """A cell that no spreadsheet runs, and no longer than readers of CSV take, as a whole line may be."""
    return str(safe_cell(text))[: csv.field_size_limit()]


def _reason(problem: dict[str, Any]) -> str:
    return f"{problem['name']}: {problem['reason']}" if problem["name"] else problem["reason"]


_MOST_REASONS, _FIRST_ROWS = 50, 20
_REASONS = """
    SELECT problem ->> 'name', problem ->> 'text', problem ->> 'reason', count(*), array_agg(line ORDER BY line)
    FROM imports_importrow, jsonb_array_elements(problems) AS problem
    WHERE run_id = %s AND result = %s AND NOT (problem ->> 'is_note')::boolean
    GROUP BY 1, 2, 3 ORDER BY 4 DESC, min(line) LIMIT %s
"""


@dataclass
class Reason:
    """Why rows were rejected: the field, what stood there, the sentence; how many rows, and the first of them."""

    label: str
    text: str
    reason: str
    count: int
    rows: list[ImportRow]

    @property
    def more(self) -> int:
        """How many rows are not named."""
        return self.count - len(self.rows)


def rejected_reasons(run: Import, labels: Mapping[str, str]) -> list[Reason]:
    """The reasons for which rows of an import were rejected, the most frequent first. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_REASONS, [run.pk, Result.REJECTED, _MOST_REASONS])
        found = cursor.fetchall()
    lines = {line for *_said, first in found for line in first[:_FIRST_ROWS]}
    rows = {one.line: one for one in run.rows.filter(result=Result.REJECTED, line__in=lines)}
    return [
        Reason(labels.get(name, name), text, reason, count, [rows[line] for line in first[:_FIRST_ROWS]])
        for name, text, reason, count, first in found
    ]
