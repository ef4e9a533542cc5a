"""What a database must be able to do before the hub may live in it."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections


def check_database_encoding(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Error where the database is not UTF-8 or its character type is plain C.

    Under a C character type Postgres takes no trigram out of Japanese text, so search would silently find nothing.
    """
    problems: list[CheckMessage] = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT pg_encoding_to_char(encoding), cardinality(regexp_matches('提', '\\w'))"
                " FROM pg_database WHERE datname = current_database()"
            )
            row = cursor.fetchone()
            if row is None or row[0] != "UTF8":
                problems.append(
                    Error(
                        "This database cannot hold or search Japanese text.",
                        hint="Create it with ENCODING 'UTF8' and a UTF-8 locale, for example "
                        "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' (Postgres 17 or newer).",
                        id="hub.E001",
                    )
                )
    return problems
