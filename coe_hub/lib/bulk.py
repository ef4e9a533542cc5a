"""Writing thousands of rows in one transaction."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED


def check_references_at_once() -> None:
    """Until the transaction ends, look with each statement whether the rows that it refers to are there.

    By default that waits for the end of the transaction, and with rows that a trigger writes each of the audit trail
    the list of what waits is walked for every one of them: ten thousand rows in one transaction take four times as long
    as they need to.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def insert(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Write new rows in one statement; their primary keys, in the same order.

    All rows say the same columns, by attribute (a reference by its `…_id`), as the database has them. What they do not
    say takes its default, which is asked for once, or where no two may have the same, for each row. It takes half of
    what `bulk_create` does, which makes an instance of each row and asks a field for each value.
    """
    if not rows:
        return []
    columns = {one.attname: one for one in model._meta.concrete_fields if not (one.primary_key or one.generated)}
    values = [
        (one := columns.pop(name), "unnest(%s::{}[])", _values(one, [row[name] for row in rows])) for name in rows[0]
    ]
    for one in columns.values():
        if one.unique and callable(one.default):
            values.append((one, "unnest(%s::{}[])", [one.get_default() for _row in rows]))
        elif one.db_default is NOT_PROVIDED:
            values.append((one, "%s::{}", one.get_db_prep_save(one.get_default(), connection)))
    quote: Any = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote(cast(Any, model._meta.pk).column)
    names = ", ".join(quote(one.column) for one, _place, _value in values)
    places = ", ".join(place.format(_type(one)) for one, place, _value in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {places} RETURNING {key}",
            [value for _one, _place, value in values],
        )
        return [pk for (pk,) in cursor.fetchall()]


def update(model: type[models.Model], rows: Mapping[int, Mapping[str, Any]]) -> None:
    """Write to rows by their primary keys, each its own values, in one statement; all say the same columns."""
    if not rows:
        return
    by_name = {one.attname: one for one in model._meta.concrete_fields}
    columns = [by_name[name] for name in next(iter(rows.values()))]
    quote: Any = connection.ops.quote_name
    places = ", ".join(
        ["unnest(%s::bigint[]) AS pk", *(f"unnest(%s::{_type(one)}[]) AS {quote(one.column)}" for one in columns)]
    )
    changes = ", ".join(f"{quote(one.column)} = new.{quote(one.column)}" for one in columns)
    table, key = quote(model._meta.db_table), quote(cast(Any, model._meta.pk).column)
    values = [_values(one, [row[one.attname] for row in rows.values()]) for one in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {changes} FROM (SELECT {places}) AS new WHERE {table}.{key} = new.pk",  # noqa: S608  CONFIG: names of ours
            [list(rows), *values],
        )


def _type(column: Any) -> str:
    """Without a length, so that what is too long is refused and not cut."""
    return str(column.db_type(connection)).partition("(")[0]


def _values(column: Any, values: list[Any]) -> list[Any]:
    return [json.dumps(one, cls=column.encoder) for one in values] if isinstance(column, models.JSONField) else values
