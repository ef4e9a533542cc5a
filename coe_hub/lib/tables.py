"""Lists as files: CSV, XLSX and JSON of exactly the rows a page would list, in the columns that were asked for."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from coe_hub.lib.columns import heading, teller
from coe_hub.lib.downloads import as_download, file_name
from coe_hub.lib.workbooks import write_list

FORMATS = ("csv", "xlsx", "json")
# What a spreadsheet takes for a formula, in letters of either width; an apostrophe in front of it is its escape.
_FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")
_FORMULA_BEGINS = frozenset("'=+-@\t\r＝＋－＠")
_ESCAPED = re.compile("''*[=+\\-@\t\r＝＋－＠]")
_WIDTH = 18  # letters
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@dataclass(frozen=True)
class Column:
    """One column of a list: its code in files, its heading for people, and how a row's value is read.

    `width` is its width on a sheet, in letters. A link's value is an address within the hub; files hold the whole of
    it. Only a usual column is in a file that was asked for without naming columns, only one that `is_shown` on a page.
    `order` is what rows are sorted by, a path or a function that gives an expression; `url` where its text leads on a
    page. Of several things the value has a bar between them, and `is_many`.
    `told` is how a page says the value, where files hold it otherwise.
    """

    code: str
    heading: str
    value: Callable[[Any], str | int | date | None]
    width: int = _WIDTH
    is_link: bool = False
    is_usual: bool = True
    is_shown: bool = False
    order: str | Callable[[], Any] = ""
    url: Callable[[Any], str] | None = None
    is_many: bool = False
    told: Callable[[Any], str] | None = None

    @property
    def name(self) -> str:
        """What addresses call it: a day without its ending."""
        return self.code.removesuffix("_on")

    def reader(self) -> Callable[[Any], str | int | date | None]:
        """`read`, of many rows."""
        return self.read if self.is_link else self.value

    def read(self, row: Any) -> str | int | date | None:
        """The row's value as files hold it."""
        value = self.value(row)
        return f"{settings.HUB_URL}{value}" if self.is_link and value else value


def column_of(model: type[models.Model], name: str, *, code: str = "", width: int = _WIDTH, **more: Any) -> Column:
    """A column of a list that is a column of the model, under its own name unless `code` says another."""
    return Column(code or name, heading(model, name), teller(model, name), width=width, **more)


def safe_cell(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula: such text gets an apostrophe in front (OWASP, CSV injection)."""
    if not isinstance(value, str) or value[:1] not in _FORMULA_BEGINS:  # most of them
        return value
    return f"'{value}" if _FORMULA.match(value) else value


def without_escape(text: str) -> str:
    """The text as it was before `safe_cell`."""
    return text[1:] if _ESCAPED.match(text) else text


def unknown_columns(request: HttpRequest, columns: Sequence[Column]) -> list[str]:
    """What `?columns=` names and no column is: what is asked for wrongly never means everything."""
    known = {name for column in columns for name in (column.code, column.name)}
    return sorted({code for code in asked_codes(request) if code not in known})


def asked_codes(request: HttpRequest) -> list[str]:
    """What `?columns=` names, in its order."""
    return [code for text in request.GET.getlist("columns") for code in text.split(",") if code]


def chosen(request: HttpRequest, columns: Sequence[Column]) -> list[Column]:
    """The columns that `?columns=` names, in that order; the usual ones where it is not there."""
    asked = asked_codes(request)
    if not asked:
        return [column for column in columns if column.is_usual]
    known = {name: column for column in columns for name in (column.name, column.code)}
    return list(dict.fromkeys(known[code] for code in asked if code in known))


def export(
    rows: Iterable[Any], columns: Sequence[Column], *, file_format: str, name: str, title: str = ""
) -> HttpResponseBase:
    """The rows as a download called `name`; `file_format` is one of `FORMATS`, `title` names the sheet."""
    if file_format == "xlsx":
        reads = [column.reader() for column in columns]
        cells = ([safe_cell(read(row)) for read in reads] for row in rows)
        heads = [(column.heading, column.width, column.is_link) for column in columns]
        content: Iterator[Any] = write_list(heads, cells, title=title or name)
    else:
        content = csv_lines(rows, columns) if file_format == "csv" else _json(rows, columns)
    response = StreamingHttpResponse(content)
    return as_download(response, name=file_name(name, kind=file_format), content_type=_TYPES[file_format])


def _text(value: str | int | date | None) -> str | int:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else value


def _cell(value: str | int | date | None) -> str | int:
    """As CSV holds it."""
    return safe_cell(value) if isinstance(value, str) else _text(value)


def csv_lines(rows: Iterable[Any], columns: Sequence[Column]) -> Iterator[str]:
    """The rows as CSV, a hundred at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    # Excel takes UTF-8 for what it is only with a byte order mark.
    buffer.write("\ufeff")
    writer.writerow([column.heading for column in columns])
    reads = [column.reader() for column in columns]
    yield buffer.getvalue()
    waiting = iter(rows)
    while hundred := list(islice(waiting, 100)):
        buffer.seek(0)
        buffer.truncate()
        # Column by column: a hundred rows then cost as many calls of `map` as there are columns.
        writer.writerows(zip(*(map(_cell, map(read, hundred)) for read in reads), strict=True))
        yield buffer.getvalue()


def _json(rows: Iterable[Any], columns: Sequence[Column]) -> Iterator[str]:
    yield "["
    separator = "\n"
    write = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` would make one for each row
    reads = [(column.code, column.reader()) for column in columns]
    for row in rows:
        yield separator + write({code: _text(read(row)) for code, read in reads})
        separator = ",\n"
    yield "\n]\n"
