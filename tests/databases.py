"""Databases of tests are copies of a ready one: migrating takes half a minute, a copy a twentieth of a second.

The first process of a run that needs a database makes the ready one, under a lock; each process works on a copy of it,
and on a fresh copy after a test whose rows were committed, where Django would empty every table. A world that is dear
to make is kept as a copy too, and later tests start from it.
"""

import hashlib
import io
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.backends.utils import CursorWrapper

from coe_hub.lib import sql
from coe_hub.vocabulary.management.commands import load_starter

_OURS = f"test_{settings.DATABASES['default']['NAME']}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
_LOCK = 20261130  # any number: these tests alone ask for it
_KEPT = Path(settings.BASE_DIR, ".pytest_cache")
_PROGRAMS = os.environ.get("POSTGRES_PROGRAMS", "")  # of the Postgres that was lent; others come without any
_worlds: dict[str, tuple[Any, dict[str, bytes]]] = {}


def open_copy() -> Callable[[], None]:
    """Connect to a copy of the ready database from now on; what is returned ends that and drops the copy."""
    before = connection.settings_dict["NAME"]
    with _server() as cursor:
        _copy(cursor, _ready(cursor), _OURS)
    _connect_to(_OURS)

    def close() -> None:
        with _server() as cursor:
            for name in (_OURS, *map(_of_world, _worlds)):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        _connect_to(before)

    return close


def start_anew() -> None:
    """Whatever was committed is gone: the database is a fresh copy of the ready one."""
    with _server() as cursor:
        _copy(cursor, _ready_name(cursor), _OURS)


def world(name: str, make: Callable[[], Any]) -> Any:
    """What `make` gives, with its rows and files: made once, later put back. Rows of the test so far are gone."""
    if name in _worlds:
        with _server() as cursor:
            _copy(cursor, _of_world(name), _OURS)
    else:
        start_anew()
        made = make()
        _worlds[name] = made, {path: default_storage.open(path).read() for path in _stored_files()}
        with _server() as cursor:
            _copy(cursor, _OURS, _of_world(name))
    made, files = _worlds[name]
    for path, content in files.items():
        if not default_storage.exists(path):  # a test removed it, or had a store of its own
            default_storage.save(path, ContentFile(content))
    return deepcopy(made)


def dump(file: Path) -> str:
    """The database of the test as `pg_dump` writes it, by way of that file. What was not committed is not in it."""
    _run("pg_dump", _OURS, f"--file={file}")
    return file.read_text(encoding="utf-8")


@contextmanager
def shared_rows(blocker: Any) -> Iterator[None]:
    """Rows made in here stay for all tests of a module: each test is a savepoint in the transaction around them.

    `blocker` is pytest-django's; to be used by a fixture of the module that depends on `django_db_setup`.
    """
    around = transaction.atomic()
    around._from_testcase = True  # as Django's own test cases do: what must be outermost may stand in it
    with blocker.unblock():
        around.__enter__()
        try:
            yield
        finally:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


def _stored_files(folder: str = "") -> Iterator[str]:
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}{name}" for name in files)
    for name in folders:
        yield from _stored_files(f"{folder}{name}/")


def _of_world(name: str) -> str:
    return f"{_OURS}_{name}"


def _connect_to(name: str) -> None:
    connection.settings_dict["NAME"] = name
    connections["owner"].creation.set_as_test_mirror(connection.settings_dict)


def _copy(cursor: CursorWrapper, source: str, target: str) -> None:
    cursor.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY FILE_COPY')


@contextmanager
def _server() -> Iterator[CursorWrapper]:
    """The server itself, without connections of ours to any database: copies are made of what nobody uses."""
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        yield cursor


def _ready_name(cursor: CursorWrapper) -> str:
    """Named by what it is made from: what an earlier run kept serves this one too, unless any of that changed."""
    return f"test_ready_{hashlib.sha256(_made_from(cursor).encode()).hexdigest()[:12]}"


def _made_from(cursor: CursorWrapper) -> str:
    """The server and each migration and file of starter words by its content, a line each."""
    migrations = [path for app in apps.get_app_configs() for path in Path(app.path, "migrations").glob("*.py")]
    # Migrations take the functions of the database from `lib.sql`.
    files = (*sorted(migrations), load_starter.STARTER, Path(load_starter.__file__), Path(sql.__file__))
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.name}" for path in files]
    return "\n".join([f"server {cursor.connection.server_version}", *lines])


def _ready(cursor: CursorWrapper) -> str:
    """The name of the ready database; it is made where there is none."""
    name = _ready_name(cursor)
    fresh = f"{name}_new"
    cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    if not cursor.fetchone():
        cursor.execute(f'DROP DATABASE IF EXISTS "{fresh}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{fresh}"')
        _fill(fresh, kept=_KEPT / f"{name}.sql", made_from=_made_from(cursor))
        cursor.execute(f'ALTER DATABASE "{fresh}" RENAME TO "{name}"')
    cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    return name


def _fill(database: str, *, kept: Path, made_from: str) -> None:
    """Bring in what an earlier run kept, migrate what is new since, load the words of every hub, and keep that.

    What was kept serves as a beginning where all it was made from is as it was; a new migration then costs itself
    alone, where migrating from nothing renders every model anew for each step.
    """
    beginning = _beginning(made_from) if _PROGRAMS else None
    if beginning:
        _run("psql", database, "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={beginning}")
    if beginning == kept:
        return
    before = connection.settings_dict["NAME"]
    _connect_to(database)
    call_command("migrate", database=connection.alias, verbosity=0)
    call_command("load_starter", stdout=io.StringIO())
    connections.close_all()
    _connect_to(before)
    if _PROGRAMS:
        _keep(database, kept, made_from)


def _beginning(made_from: str) -> Path | None:
    """The kept dump that most of this is in, and nothing else."""
    lines = set(made_from.splitlines())
    found = {path: set(path.read_text().splitlines()) for path in _KEPT.glob("test_ready_*.txt")}
    fitting = [path for path, theirs in found.items() if theirs <= lines]
    return max(fitting, key=lambda path: len(found[path])).with_suffix(".sql") if fitting else None


def _keep(database: str, kept: Path, made_from: str) -> None:
    """Dump the database for later runs, the list of what it was made from last; of older ones the last three stay."""
    kept.parent.mkdir(exist_ok=True)
    older = sorted(kept.parent.glob("test_ready_*.txt"), key=lambda path: path.stat().st_mtime)
    for path in older[:-3]:
        path.unlink()
        path.with_suffix(".sql").unlink(missing_ok=True)
    _run("pg_dump", database, f"--file={kept}")
    kept.with_suffix(".txt").write_text(made_from)


def _run(program: str, database: str, *arguments: str) -> None:
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    subprocess.run([Path(_PROGRAMS, program), f"--dbname={address}", *arguments], check=True, stdout=subprocess.DEVNULL)
