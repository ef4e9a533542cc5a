"""Queries whose SQL Django writes once a process; later calls fill in values.

Writing the SQL of the due list takes many times as long as reading its rows. A builder stays what it was, a function
that gives a queryset. It is called once for each shape, with marks in the place of values; where a mark comes to stand
in the SQL, the value goes later. Postgres keeps the plan as well (`lib.statements`).
"""

import copy
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection, connections
from django.db.models import QuerySet
from django.db.models.sql.where import WhereNode
from django.utils import timezone
from django.utils.translation import get_language

from coe_hub.lib.statements import Given, Statement

Value = int | str | date | datetime | list[int]

_Mark = tuple[str, timedelta]  # its name, and what a builder added to it
_APART = timedelta(days=5000)  # between two marks; a builder may reckon with half of it, to both sides


@dataclass
class _Writing:
    """What is known while a builder is asked for its SQL: the marks, and what is made of them."""

    marks: dict[str, Any]
    made_of: dict[str, tuple[str, Callable[[Any], Any]]] = field(default_factory=dict)

    def make(self, function: Callable[[Any], Any], value: Any) -> Any:
        source = next((name for name, mark in self.marks.items() if mark == value), None)
        if source is None:
            return function(value)
        name = f"{source} {len(self.made_of)}"
        self.made_of[name] = source, function
        self.marks[name] = value + timedelta(days=100_000 + 10_000 * len(self.made_of))
        return self.marks[name]


_writing: ContextVar[_Writing | None] = ContextVar("writing", default=None)


def now() -> datetime:
    """The present moment for builders: asked from Django's clock, a frozen moment would stand in the SQL for ever."""
    writing = _writing.get()
    return writing.marks["now"] if writing else timezone.now()


def made_of(day: date, function: Callable[[date], date]) -> date:
    """`function(day)` for builders, where it is no span of time: worked out anew for the day of each call."""
    writing = _writing.get()
    return writing.make(function, day) if writing else function(day)


@dataclass(frozen=True)
class _Place:
    """Where a value goes, what was made of it, and what the builder added."""

    name: str
    function: Callable[[Any], Any] | None = None
    added: timedelta = timedelta()

    def fill(self, values: Mapping[str, Any]) -> Any:
        return _moved(self.function(values[self.name]) if self.function else values[self.name], self.added)


@dataclass(frozen=True)
class _Written:
    """A query whose SQL is there: of rows, whose compiler knows what each column is, or of figures with their names."""

    rows: "QuerySet[Any]"
    statement: Statement
    places: tuple[_Place, ...] = ()
    compiler: Any = None
    names: tuple[str, ...] = ()

    def sql(self, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
        return self.statement.filled([place.fill(values) for place in self.places])

    def call(self, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
        return self.statement.call([place.fill(values) for place in self.places], using=self.rows.db)

    def queryset(self, values: Mapping[str, Any]) -> "QuerySet[Any]":
        called = self.call(values)
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[compiler.using]  # each thread has its own
        compiler.as_sql = lambda **_how: called
        found = self.rows.all()
        found.query.get_compiler = lambda *_where, **_how: compiler  # type: ignore[method-assign]
        return found


class Prepared:
    """What `build` gives, its SQL written once for each shape.

    `build(*shape, **values)` gives a queryset. Values are ids, lists of ids, texts, days and moments, each of which
    ends in a parameter, as it is or, of days and moments, with a span of time added; all that decides how the SQL looks
    belongs to the shape. The active language and time zone do so by themselves, and `now()` is a value by itself.

    Raises `ValueError` where the builder does with a value what cannot be repeated with another one, such as asking the
    clock itself, or reads rows to build the query from.
    """

    def __init__(self, build: Callable[..., Any], *, around: str = "{}") -> None:
        """`around` is SQL that asks the query's rows, `{}`, for `rows` of its own."""
        self.build = build
        self.around = around
        self._written: dict[Hashable, _Written] = {}

    def sql(self, *shape: Any, **values: Value) -> tuple[str, list[Any]]:
        """The SQL and its parameters, to be part of another."""
        written, known = self._of(shape, values)
        return written.sql(known)

    def rows(self, *shape: Any, **values: Value) -> list[tuple[Any, ...]]:
        """The rows of a queryset of tuples as the database gives them: of columns that Django reads as they are."""
        written, known = self._of(shape, values)
        called = written.call(known)
        with connection.cursor() as cursor:
            cursor.execute(*called)
            return cursor.fetchall()

    def anew(self, *shape: Any, **values: Value) -> list[tuple[Any, ...]]:
        """`rows` by SQL that is written for this call alone: where shapes are too many to be kept."""
        shape, known = self.arguments(shape, values)
        return list(self.build(*shape, **known))

    def figures(self, *shape: Any, **values: Value) -> dict[str, Any]:
        """What `aggregate` gives; the builder gives the queryset and what to aggregate, by name."""
        written, known = self._of(shape, values)
        called = written.call(known)
        with connection.cursor() as cursor:
            cursor.execute(*called)
            return dict(zip(written.names, cursor.fetchone(), strict=True))

    def objects(self, *shape: Any, **values: Value) -> list[Any]:
        """What the queryset gives when it is read: rows of its model with all they were to be read with, or values."""
        written, known = self._of(shape, values)
        return list(written.queryset(known))

    def first(self, *shape: Any, **values: Value) -> Any | None:
        """The first of `objects`, None where there is none; of a query that finds one at most, or says how many."""
        found = self.objects(*shape, **values)
        return found[0] if found else None

    def arguments(
        self, shape: tuple[Any, ...], values: Mapping[str, Value]
    ) -> tuple[tuple[Hashable, ...], dict[str, Any]]:
        """What the builder is called with, for what was asked."""
        return shape, dict(values)

    def _of(self, asked: tuple[Any, ...], given: Mapping[str, Value]) -> tuple[_Written, dict[str, Any]]:
        shape, values = self.arguments(asked, given)
        key = (shape, tuple(values), get_language(), timezone.get_current_timezone_name())
        values["now"] = timezone.now()
        if key not in self._written:
            self._written[key] = self._write(shape, values)
        return self._written[key], values

    def _write(self, shape: tuple[Hashable, ...], values: Mapping[str, Value]) -> _Written:
        """Write it with marks in the place of values: a parameter that is one, or a span of time away, is a value."""
        marked = _Writing(_marks(values, date(4000, 3, 17)))
        written = self._with(shape, marked)
        marks = [_mark_in(one, marked.marks) for one in written.statement.parameters]
        if not self._written:
            # Once a builder: what it does with a value, it does in each shape.
            self._check(written.statement, marks, shape, _Writing(_marks(values, date(6000, 8, 9))))
        places: dict[_Place, int] = {}
        parameters: list[Any] = []
        for one, mark in zip(written.statement.parameters, marks, strict=True):
            if mark is None:
                parameters.append(one)
            else:
                source, function = marked.made_of.get(mark[0], (mark[0], None))
                place = _Place(source, function, mark[1])
                parameters.append(Given(places.setdefault(place, len(places))))
        statement = Statement(written.statement.sql, parameters, [place.fill(values) for place in places])
        return replace(written, statement=statement, places=tuple(places))

    def _check(
        self, statement: Statement, marks: list[_Mark | None], shape: tuple[Hashable, ...], other: _Writing
    ) -> None:
        """With other marks all but the values must be the same, and a value as far from its mark."""
        others = self._with(shape, other).statement
        if statement.sql != others.sql:
            raise ValueError(f"{self.build.__name__}: the SQL looks different with other values.")
        for one, another, mark in zip(statement.parameters, others.parameters, marks, strict=True):
            if another != (one if mark is None else _moved(other.marks[mark[0]], mark[1])):
                raise ValueError(f"{self.build.__name__}: {one!r} is none of its values.")

    def _with(self, shape: tuple[Hashable, ...], writing: _Writing) -> _Written:
        values = {name: mark for name, mark in writing.marks.items() if name != "now"}
        with _while(writing), connection.execute_wrapper(self._refuse):
            found = self.build(*shape, **values)
        if isinstance(found, tuple):
            rows, wanted = found
            with connection.execute_wrapper(_take):
                try:
                    rows.aggregate(**wanted)
                except _Taken as taken:
                    return _Written(_without_conditions(rows), Statement(*taken.args), names=tuple(wanted))
        compiler = found.query.get_compiler(using=found.db)
        sql, parameters = compiler.as_sql()
        return _Written(
            _without_conditions(found), Statement(self.around.replace("{}", sql), parameters), compiler=compiler
        )

    def _refuse(self, *_asked: Any) -> None:
        """What a builder read now would stand in the SQL for ever."""
        raise ValueError(f"{self.build.__name__}: a builder asks the database nothing; give it a subquery.")


def _without_conditions(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """The SQL says them by now. To read what it finds nobody needs them, and they would be megabytes for each shape."""
    rows.query.where, rows.query.combined_queries = WhereNode(), ()
    return rows


class _Taken(Exception):
    """The SQL of an aggregate, which Django writes only to execute it."""


def _take(_execute: Any, sql: str, parameters: Any, *_how: Any) -> None:
    raise _Taken(sql, parameters)


def _marks(values: Mapping[str, Value], since: date) -> dict[str, Value]:
    """For each value one of its kind that nothing else is: a number beyond all ids, a day in a far year, a text."""
    return {name: _mark(value, since + place * _APART) for place, (name, value) in enumerate(values.items())}


def _mark(value: Value, day: date) -> Value:
    number = day.toordinal() * 10**9
    if isinstance(value, datetime):
        return datetime(day.year, day.month, day.day, 1, 2, 3, tzinfo=UTC)
    if isinstance(value, str):
        return type(value)(f"\ue000{number}")  # of the signs that belong to nobody
    if isinstance(value, list):
        return [number]
    return day if isinstance(value, date) else number


def _mark_in(one: Any, marks: Mapping[str, Any]) -> _Mark | None:
    """The mark that a parameter is, or a day or moment that lies at most half the way to the next; None where it is
    a constant."""
    for name, mark in marks.items():
        if type(one) is type(mark):
            if one == mark:
                return name, timedelta()
            if isinstance(mark, date) and abs(one - mark) < _APART / 2:
                return name, one - mark
    return None


def _moved(value: Any, added: timedelta) -> Any:
    return value + added if added else value


@contextmanager
def _while(writing: _Writing) -> Iterator[None]:
    token = _writing.set(writing)
    try:
        yield
    finally:
        _writing.reset(token)
