"""Queries whose SQL Django writes once a process; later calls fill in values.

Writing the SQL of the due list takes many times as long as reading its rows. A builder stays what it was, a function
that gives a queryset. It is called once for each shape, with marks in the place of values; where a mark comes to stand
in the SQL, the value goes later.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

Value = int | date | datetime

_APART = timedelta(days=5000)  # between two marks; a builder may reckon with half of it, to both sides
_now: ContextVar[datetime | None] = ContextVar("now", default=None)


def now() -> datetime:
    """The present moment for builders: asked from Django's clock, a frozen moment would stand in the SQL for ever."""
    return _now.get() or timezone.now()


@dataclass(frozen=True)
class _Place:
    """Where a value goes, and what the builder added to it."""

    name: str
    added: timedelta | None = None

    def fill(self, values: Mapping[str, Any]) -> Any:
        return values[self.name] if self.added is None else values[self.name] + self.added


@dataclass(frozen=True)
class _Written:
    sql: str
    parameters: tuple[Any, ...]

    def fill(self, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
        return self.sql, [one.fill(values) if isinstance(one, _Place) else one for one in self.parameters]


class Prepared:
    """What `build` gives, its SQL written once for each shape.

    `build(*shape, **values)` gives a queryset of tuples. Values are ids, days and moments, each of which ends in a
    parameter, as it is or with a span of time added; all that decides how the SQL looks belongs to the shape. The
    active language and time zone do so by themselves, and `now()` is a value by itself.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any]"]) -> None:
        self._build = build
        self._written: dict[Hashable, _Written] = {}

    def sql(self, *shape: Hashable, **values: Value) -> tuple[str, list[Any]]:
        """The SQL and its parameters. Raises `ValueError` where the builder does with a value what cannot be repeated
        with another one, such as asking the clock itself, or reads rows to build the query from."""
        key = (shape, tuple(values), get_language(), timezone.get_current_timezone_name())
        if key not in self._written:
            self._written[key] = self._write(shape, values | {"now": timezone.now()})
        return self._written[key].fill(values | {"now": timezone.now()})

    def rows(self, *shape: Hashable, **values: Value) -> list[tuple[Any, ...]]:
        """The rows as the database gives them: of columns that Django reads as they are."""
        with connection.cursor() as cursor:
            cursor.execute(*self.sql(*shape, **values))
            return cursor.fetchall()

    def _write(self, shape: tuple[Hashable, ...], values: Mapping[str, Value]) -> _Written:
        """Write it with two sets of marks: what differs is a value and must be one of ours, all else is constant."""
        first, second = (_marks(values, since) for since in (date(4000, 3, 17), date(6000, 8, 9)))
        sql, parameters = self._with(shape, first)
        again, others = self._with(shape, second)
        if sql != again or len(parameters) != len(others):
            raise ValueError(f"{self._build.__name__}: the SQL looks different with other values.")
        pairs = zip(parameters, others, strict=True)
        return _Written(
            sql, tuple(one if one == other else self._place(one, other, first, second) for one, other in pairs)
        )

    def _with(self, shape: tuple[Hashable, ...], marks: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]]:
        with _moment(marks["now"]), connection.execute_wrapper(self._refuse):
            found = self._build(*shape, **{name: mark for name, mark in marks.items() if name != "now"})
            return found.query.sql_with_params()

    def _refuse(self, *_asked: Any) -> None:
        """What a builder read now would stand in the SQL for ever."""
        raise ValueError(f"{self._build.__name__}: a builder asks the database nothing; give it a subquery.")

    def _place(self, one: Any, other: Any, first: Mapping[str, Any], second: Mapping[str, Any]) -> _Place:
        """The value that stands in both, the same span away from its mark in both."""
        for name, mark in first.items():
            if type(one) is not type(mark):
                continue
            if (one, other) == (mark, second[name]):
                return _Place(name)
            if not isinstance(mark, int) and one - mark == other - second[name] and abs(one - mark) < _APART / 2:
                return _Place(name, one - mark)
        raise ValueError(f"{self._build.__name__}: {one!r} is none of its values.")


def _marks(values: Mapping[str, Value], since: date) -> dict[str, Value]:
    """For each value one of its kind that nothing else is: a number beyond all ids, or a day in a far year."""
    return {name: _mark(value, since + place * _APART) for place, (name, value) in enumerate(values.items())}


def _mark(value: Value, day: date) -> Value:
    if isinstance(value, datetime):
        return datetime(day.year, day.month, day.day, 1, 2, 3, tzinfo=UTC)
    return day if isinstance(value, date) else day.toordinal() * 10**9


@contextmanager
def _moment(mark: datetime) -> Iterator[None]:
    token = _now.set(mark)
    try:
        yield
    finally:
        _now.reset(token)
