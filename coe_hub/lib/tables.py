"""Lists as files: CSV, XLSX and JSON of exactly the rows a page would list."""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db import models
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from coe_hub.lib.columns import heading, told

FORMATS = ("csv", "xlsx", "json")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """One column of a list: its code in files, its heading for people, and how a row's value is read."""

    code: str
    heading: str
    value: Callable[[Any], str | int | date | None]


def column_of(model: type[models.Model], name: str, *, code: str = "") -> Column:
    """A column of a list that is a column of the model, under its own name unless `code` says another."""
    return Column(code or name, heading(model, name), partial(told, name=name))


def safe_cell(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula: such text gets an apostrophe in front (OWASP, CSV injection)."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def export(rows: Iterable[Any], columns: Sequence[Column], *, file_format: str, name: str) -> HttpResponseBase:
    """The rows as a download called `name`; `file_format` is one of `FORMATS`."""
    writers = {"csv": _csv, "json": _json, "xlsx": _xlsx}
    response = writers[file_format](rows, columns)
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return response


def _text(value: str | int | date | None) -> str | int:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else value


def _csv(rows: Iterable[Any], columns: Sequence[Column]) -> HttpResponseBase:
    def lines() -> Iterator[str]:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        # Excel takes UTF-8 for what it is only with a byte order mark.
        buffer.write("\ufeff")
        writer.writerow([column.heading for column in columns])
        for row in rows:
            writer.writerow([safe_cell(_text(column.value(row))) for column in columns])
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
        yield buffer.getvalue()

    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")


def _json(rows: Iterable[Any], columns: Sequence[Column]) -> HttpResponseBase:
    def parts() -> Iterator[str]:
        yield "["
        separator = "\n"
        for row in rows:
            record = {column.code: _text(column.value(row)) for column in columns}
            yield separator + json.dumps(record, ensure_ascii=False)
            separator = ",\n"
        yield "\n]\n"

    return StreamingHttpResponse(parts(), content_type="application/json")


def _xlsx(rows: Iterable[Any], columns: Sequence[Column]) -> HttpResponseBase:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)
    heads = []
    for column in columns:
        head = WriteOnlyCell(sheet, value=column.heading)
        head.font = bold
        heads.append(head)
    sheet.append(heads)
    for row in rows:
        cells = [safe_cell(column.value(row)) for column in columns]
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in cells])
    file = tempfile.TemporaryFile()  # noqa: SIM115  CONFIG: FileResponse closes it after the last byte
    book.save(file)
    file.seek(0)
    return FileResponse(file, content_type=_XLSX)
