"""The databases that are measured: made once for each state of what fills them and each day, kept in var/bench."""

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from coe_hub.demo.scale import people
from coe_hub.people.models import User
from tests.bench import floors


def use(alliances: int, *, migrate: bool = True) -> dict[str, User]:
    """Work on the hub of that size from now on, made where it is not there yet; its five accounts by role."""
    name = key(alliances)
    if name not in _names():
        for former in _names():
            if former.startswith(f"bench_{alliances}_"):
                _say(f'DROP DATABASE "{former}"')
        print(f"Filling a hub of {alliances:,} alliances …", flush=True)
        _fill(f"{name}_unfinished", alliances)
        _say(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    _connect(name)
    if migrate:
        call_command("migrate", verbosity=0)
    cache.clear()
    return {role: User.objects.get(email=people.address(role)) for role in people.NAMED}


@contextmanager
def copy_of(alliances: int) -> Iterator[None]:
    """Work on a copy that may be changed."""
    use(alliances)
    _say('DROP DATABASE IF EXISTS "bench_copy"')
    _say(f'CREATE DATABASE "bench_copy" TEMPLATE "{key(alliances)}"')
    _connect("bench_copy")
    yield
    _say('DROP DATABASE "bench_copy"')


def key(alliances: int) -> str:
    """The name of a hub of that size, today, filled as the code fills it now."""
    state = hashlib.sha256()
    for file in (*sorted((settings.BASE_DIR / "coe_hub/demo/scale").glob("*.py")), Path(floors.__file__)):
        state.update(file.read_bytes())
    return f"bench_{alliances}_{timezone.localdate():%Y%m%d}_{state.hexdigest()[:8]}"


def _fill(name: str, alliances: int) -> None:
    _say(f'DROP DATABASE IF EXISTS "{name}"')
    _say(f'CREATE DATABASE "{name}"')
    _connect(name)
    for command in ("migrate", "load_starter"):
        call_command(command, verbosity=0)
    call_command("make_scale", alliances=alliances)
    call_command("load_tools")
    call_command("load_courses")
    floors.make_tables()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _connect(name: str) -> None:
    connections.close_all()
    for one in connections.all():
        one.settings_dict["NAME"] = name


def _names() -> list[str]:
    return _say("SELECT datname FROM pg_database WHERE datname LIKE 'bench_%'")


def _say(statement: str) -> list[str]:
    """Tell the server something, from a database that is always there."""
    connections.close_all()
    given = connection.get_connection_params() | {"dbname": "postgres"}
    for key in ("cursor_factory", "context"):
        given.pop(key, None)
    with closing(psycopg2.connect(**given)) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(statement)
            return [row[0] for row in cursor.fetchall()] if cursor.description else []
