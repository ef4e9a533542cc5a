"""A database as an older hub left it, beside the one of other tests."""

import lzma
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.db import connection, connections, transaction

_COLUMNS = """
    SELECT relname, array_agg(quote_ident(attname) ORDER BY attname) FILTER (WHERE attgenerated = '')
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
    GROUP BY relname
"""
_DIGEST = """
    SELECT count(*), md5(coalesce(string_agg(line, '' ORDER BY line), ''))
    FROM (SELECT ROW({columns})::text AS line FROM {table} WHERE {those}) AS lines
"""


# Comments, commands of psql, and a setting that came with Postgres 17
_NOT_FOR_EVERY_SERVER = ("--", "\\restrict ", "\\unrestrict ", "SET transaction_timeout ")


@dataclass(frozen=True)
class Rows:
    """What a table holds: how many rows, and a digest of all they say in some columns, whatever their order."""

    count: int
    digest: str


@contextmanager
def own_database() -> Iterator[None]:
    """Lead every connection to a new, empty database, and back to where it led before."""
    fresh = f"hub_upgrade_{os.getpid()}"
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {fresh}")
    try:
        _lead_to(dict.fromkeys(before, fresh))
        yield
    finally:
        _lead_to(before)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {fresh}")


def _lead_to(names: dict[str, str]) -> None:
    connections.close_all()
    for alias, name in names.items():
        connections[alias].settings_dict["NAME"] = name


def load(path: Path) -> None:
    """Run what pg_dump wrote: tables, their rows, and then triggers, so that events come as they were written."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statements, rows in _parts(lzma.decompress(path.read_bytes()).decode()):
            if rows is not None:
                cursor.copy_expert(statements, StringIO(rows))
            elif statements.strip():
                cursor.execute(statements)
    connection.close()  # the next one finds names without their schema again


def _parts(dump: str) -> Iterator[tuple[str, str | None]]:
    """Statements in a row, and each COPY with its rows."""
    waiting: list[str] = []
    lines = (line for line in dump.splitlines(keepends=True) if not line.startswith(_NOT_FOR_EVERY_SERVER))
    for line in lines:
        if line.startswith("COPY "):
            yield "".join(waiting), None
            yield line, "".join(iter(lines.__next__, "\\.\n"))
            waiting = []
        else:
            waiting.append(line)
    yield "".join(waiting), None


def columns_of_tables() -> dict[str, list[str]]:
    """The columns of each table, without those that the database works out itself."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        return dict(cursor.fetchall())


def rows_of(tables: dict[str, list[str]], those: dict[str, str] | None = None) -> dict[str, Rows]:
    """What each table holds in these columns; of some tables only the rows that a condition in SQL picks."""
    found = {}
    with connection.cursor() as cursor:
        for table, columns in tables.items():
            condition = (those or {}).get(table, "true")
            cursor.execute(_DIGEST.format(columns=", ".join(columns), table=table, those=condition))
            found[table] = Rows(*cursor.fetchone())
    return found
