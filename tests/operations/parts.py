"""A hub whose every part may fall: Postgres, Valkey, web servers, workers, each a process of this test's own."""

import asyncio
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg2
import requests
from django.conf import settings
from django.test import Client

from coe_hub.people.models import User
from coe_hub.run.folder import DataFolder
from coe_hub.run.postgres import OWNER, Postgres
from coe_hub.run.processes import Processes
from coe_hub.run.valkey import server_program
from tests import databases

PATIENCE = 120  # seconds
_SHELL = """
import json, sys
import django
django.setup()
from django.db import connection
for line in sys.stdin:
    exec(json.loads(line), {})
    connection.close()
    print("done", flush=True)
"""


def until(condition: Callable[[], Any], *, what: str) -> Any:
    """Wait for the condition and give what it gave, or fail saying what did not come."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < end, f"{what} within {PATIENCE} s"
        time.sleep(0.05)
    return found


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Part:
    """A program that may be stopped, killed and started again."""

    def __init__(self, name: str, arguments: list[str], environment: dict[str, str], folder: Path, **more: Any) -> None:
        self.name, self.arguments, self.environment, self.more = name, arguments, environment, more
        self.log = folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; whoever needs it waits for it."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.arguments, env=self.environment, stdout=output, stderr=output, start_new_session=True, **self.more
            )

    def stop(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it and its children."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            if how == signal.SIGKILL:
                os.killpg(self.process.pid, how)
            else:
                self.process.send_signal(how)
        self.process.wait(PATIENCE)
        self.process = None


class Parts:
    """All of them, and the addresses by which they find each other."""

    def __init__(self, folder: Path, sockets: Path) -> None:
        self.folder, self.sockets = folder, sockets
        self.database_url = ""
        self.redis_url = f"unix://{sockets}/valkey.sock?db=0"
        self.environment = dict(os.environ) | {
            "DJANGO_SETTINGS_MODULE": "tests.operations.faults_settings",
            "REDIS_URL": self.redis_url,
            "EMAIL_URL": "smtp://127.0.0.1:1",
            "HUB_DATA_DIR": str(folder / "data"),
            "LOG_FORMAT": "json",
            "METRICS_TOKEN": "a-token-of-monitoring",
            "PYTHONPATH": str(settings.BASE_DIR),
        }
        self.all: list[Part] = []
        self.shell: subprocess.Popen[str] | None = None
        valkey = ["--port", "0", "--unixsocket", f"{sockets}/valkey.sock", "--dir", str(sockets), "--save", ""]
        self.valkey = self._part("valkey", [str(server_program()), *valkey], self.environment)

    def _part(self, name: str, arguments: list[str], environment: dict[str, str], **more: Any) -> Part:
        self.all.append(Part(name, arguments, environment, self.folder, **more))
        return self.all[-1]

    def make_database(self) -> None:
        """A cluster with all that is committed in the test's own database, ready to be started as a part."""
        data = DataFolder(self.folder / "cluster")
        data.open()
        postgres = Postgres(data, self.sockets, Processes(data.log), throwaway=True)

        async def make() -> None:
            await postgres.start()
            await postgres.processes.stop(("postgres",))

        asyncio.run(make())
        program = postgres._program(
            "postgres", "postgres", "-D", str(postgres.data), f"--unix_socket_directories={self.sockets}",
            *(f"--{name}={value}" for name, value in postgres.settings.items()),
        )  # fmt: skip
        account = program.account
        who = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
        self.database_url = self.environment["DATABASE_URL"] = postgres.url(OWNER)
        self.postgres = self._part("postgres", program.arguments, program.environment, cwd="/", **who)
        self.start_database()
        dumped = self.folder / "hub.sql"
        databases.dump(dumped)
        told = [f"--dbname={self.database_url}", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={dumped}"]
        subprocess.run([postgres.programs / "psql", *told], check=True, stdout=subprocess.DEVNULL)

    def start_database(self) -> None:
        """Start Postgres and wait until it answers."""
        self.postgres.start()
        until(self._answers, what="Postgres answers")

    def _answers(self) -> bool:
        with suppress(psycopg2.OperationalError):
            psycopg2.connect(self.database_url).close()
            return True
        return False

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database says, past the hub."""
        with psycopg2.connect(self.database_url) as connection, connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            found = cursor.fetchall() if cursor.description else []
        connection.close()
        return found

    def run(self, *lines: str) -> None:
        """Have a process of the hub run these lines, and wait until it did; one process for all that a test has."""
        if self.shell is None:
            self.shell = subprocess.Popen(
                [sys.executable, "-c", _SHELL], env=self.environment, cwd=settings.BASE_DIR, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        assert self.shell.stdin is not None
        assert self.shell.stdout is not None
        self.shell.stdin.write(json.dumps("\n".join(lines)) + "\n")
        self.shell.stdin.flush()
        assert self.shell.stdout.readline() == "done\n"

    def web(self, name: str = "web", *, file_limit: int = 0) -> str:
        """Start a web server as `make run` does, and wait for it; its address."""
        port = free_port()
        limited = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))}
        environment = self.environment if not file_limit else self.environment | {"METRICS_TOKEN": ""}
        arguments = ["-m", "gunicorn", "coe_hub.wsgi", "--config=python:coe_hub.run.web_server", "--preload"]
        arguments += ["--worker-class=gthread", "--workers=2", "--threads=4", "--no-control-socket"]
        part = self._part(
            name, [sys.executable, *arguments, f"--bind=127.0.0.1:{port}"], environment,
            cwd=settings.BASE_DIR, **(limited if file_limit else {}),
        )  # fmt: skip
        part.start()
        until(lambda: _listens(port), what=f"{name} listens: {part.log.read_text()[-2000:]}")
        return f"http://localhost:{port}"

    def worker(self, name: str = "worker") -> Part:
        """Start a worker with one process."""
        arguments = ["-m", "celery", "--app=coe_hub.celery", "worker", "--concurrency=1", "--loglevel=INFO"]
        arguments += ["--without-gossip", "--without-mingle", "--without-heartbeat", f"--hostname={name}@%h"]
        part = self._part(name, [sys.executable, *arguments], self.environment, cwd=settings.BASE_DIR)
        part.start()
        return part

    def beat(self, name: str) -> Part:
        """Start a beat that asks for everything twice a second."""
        arguments = ["-m", "celery", "--app=coe_hub.celery", "beat", "--loglevel=INFO"]
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": "tests.operations.hasty_settings"}
        schedule = f"--schedule={self.folder / name}"
        part = self._part(name, [sys.executable, *arguments, schedule], environment, cwd=settings.BASE_DIR)
        part.start()
        return part


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextmanager
def running(folder: Path) -> Iterator[Parts]:
    """Postgres with what is committed in the test's database, and Valkey; the rest is started by the test."""
    sockets = Path(tempfile.mkdtemp(prefix="hub-faults-", dir="/tmp"))
    parts = Parts(folder, sockets)
    try:
        parts.make_database()
        parts.valkey.start()
        yield parts
    except BaseException:
        for part in parts.all:
            print(f"--- {part.name}: {_what_went_wrong(part.log)}")  # noqa: T201  CONFIG: shown where the test fails
        raise
    finally:
        if parts.shell is not None:
            parts.shell.kill()
            parts.shell.communicate()
        for part in reversed(parts.all):
            part.stop()
        shutil.rmtree(sockets)


def _what_went_wrong(log: Path) -> str:
    """The end of its log, and the errors in it."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join([*[line for line in lines if '"traceback"' in line][-3:], *lines[-5:]])[-6000:]


def browser_of(user: User) -> requests.Session:
    """A browser in which this user has signed in, before the database is copied."""
    client = Client()
    client.force_login(user)
    session = requests.Session()
    session.cookies.set("sessionid", client.cookies["sessionid"].value)
    session.trust_env = False
    return session
