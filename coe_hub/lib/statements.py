"""Statements that Postgres keeps planned: `PREPARE` once a connection, then `EXECUTE` with values alone.

For small queries and for long ones planning takes longer than running. psycopg2 knows no prepared statements, so they
are written here. Behind a pooler that hands out connections by transaction no connection keeps them:
`DATABASE_KEEPS_PLANS=0` sends the whole SQL each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connections
from psycopg2.extensions import AsIs

from coe_hub.lib.sql import TsQuery

# A plan takes about 150 bytes of its connection's memory for each letter of its SQL, and each language, time zone and
# way to read has its own: without an end (settings.DATABASE_PLANS_MB) a connection comes to a gigabyte.
_LETTERS_OF_A_MB = 7_000
# Which statements each connection of this process has planned, with their letters; the one used last comes last.
_planned: WeakKeyDictionary[Any, dict[str, int]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Statement:
    """SQL whose parameters are constants and, as `Given`, values that come with each call, of the types of `sample`."""

    sql: str
    parameters: Sequence[Any]
    sample: Sequence[Any] = ()

    @cached_property
    def name(self) -> str:
        """The same for the same question: what one role asks, others mostly ask too, and it is planned for all."""
        told = (self.sql, list(self.parameters), [_type_of(value) for value in self.sample])
        return f"hub_{sha256(repr(told).encode()).hexdigest()[:32]}"

    def filled(self, given: Sequence[Any]) -> tuple[str, list[Any]]:
        """The SQL with these values in their places."""
        return self.sql, [given[one.place] if isinstance(one, Given) else one for one in self.parameters]

    def call(self, given: Sequence[Any], *, using: str) -> tuple[str, list[Any]]:
        """What to execute for these values, on the connection of that name."""
        if not settings.DATABASE_KEEPS_PLANS:
            return self.filled(given)
        self._plan(using)
        marks = ", ".join(["%s"] * len(given))
        return (f"EXECUTE {self.name} ({marks})" if marks else f"EXECUTE {self.name}"), list(given)

    def _plan(self, using: str) -> None:
        connection = connections[using]
        # As a cursor of Django's would: find a connection that was lost, and open another.
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        known = _planned.setdefault(connection.connection, {})
        if self.name in known:
            known[self.name] = known.pop(self.name)
            return
        # No question of the page's own: it is not counted among its queries. Its errors are Django's all the same,
        # so that a database that is away is known for that here too.
        with connection.wrap_database_errors, connection.create_cursor() as cursor:
            self._plan_by(cursor, known)

    def _plan_by(self, raw: Any, known: dict[str, int]) -> None:
        most = settings.DATABASE_PLANS_MB * _LETTERS_OF_A_MB
        while known and sum(known.values()) + len(self.sql) > most:
            raw.execute(f"DEALLOCATE {next(iter(known))}")
            known.pop(next(iter(known)))
        typed = [AsIs(f"${place + 1}::{_type_of(value)}") for place, value in enumerate(self.sample)]
        filled = [typed[one.place] if isinstance(one, Given) else one for one in self.parameters]
        raw.execute(f"PREPARE {self.name} AS ".encode() + raw.mogrify(self.sql, filled))
        known[self.name] = len(self.sql)


@dataclass(frozen=True)
class Given:
    """In the place of a parameter: the value that comes with each call, by its place among them."""

    place: int


_TYPES = {
    bool: "boolean",
    int: "bigint",
    str: "text",
    TsQuery: "tsquery",
    datetime: "timestamptz",
    date: "date",
}


def _type_of(value: Any) -> str:
    if isinstance(value, list):
        return "bigint[]"
    return _TYPES[type(value)]
