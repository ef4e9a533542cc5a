"""CPU time of this process and of Postgres, and what one request takes of both."""

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.db import connection

_TICK = 1_000_000_000 / os.sysconf("SC_CLK_TCK")


class Postgres:
    """CPU time of the Postgres on this machine that this process is connected to."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backend = cursor.fetchone()[0]
        try:
            self._server = int(_status(backend)[1])
        except FileNotFoundError as error:
            raise SystemExit("Postgres runs on another machine, so its CPU time cannot be read here.") from error

    def read(self) -> tuple[dict[int, int], float]:
        """Nanoseconds of each process of the server that lives, and of all that ended."""
        children = Path(f"/proc/{self._server}/task/{self._server}/children").read_text(encoding="ascii")
        ended = sum(int(ticks) for ticks in _status(self._server)[13:15]) * _TICK
        return cpu_of(map(int, children.split())), ended


def _status(pid: int) -> list[str]:
    """What proc(5) says of a process, from its state on: [1] its parent, [13:15] CPU ticks of children that ended."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()


def cpu_of(pids: Iterable[int]) -> dict[int, int]:
    """Nanoseconds on a CPU of all threads of each of these processes that lives."""
    found = {}
    for pid in pids:
        try:
            threads = list(Path(f"/proc/{pid}/task").iterdir())
            found[pid] = sum(int((one / "schedstat").read_text(encoding="ascii").split()[0]) for one in threads)
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def spent(before: tuple[dict[int, int], float], after: tuple[dict[int, int], float]) -> float:
    """Milliseconds between two readings; what ended meanwhile is counted by the server alone."""
    living = sum(now - before[0].get(pid, 0) for pid, now in after[0].items())
    gone = sum(then for pid, then in before[0].items() if pid not in after[0])
    return (living + max(after[1] - before[1] - gone, 0)) / 1e6


@dataclass(frozen=True)
class Cost:
    """Milliseconds of CPU of one request, and the bytes of its answer."""

    python: float
    postgres: float
    size: int

    @property
    def all(self) -> float:
        return self.python + self.postgres


class Asker:
    """Asks a WSGI application for pages as a web server does."""

    def __init__(self, application: Callable[..., Iterable[bytes]], cookie: str = "") -> None:
        self.application, self.cookie, self.postgres = application, cookie, Postgres()

    def ask(self, address: str) -> Cost:
        """What one GET takes. Ends the program where the answer is another than 200."""
        path, _, query = address.partition("?")
        environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "localhost"}
        environ |= {"HTTP_COOKIE": self.cookie, "HTTP_ACCEPT_ENCODING": "gzip", "REMOTE_ADDR": "127.0.0.1"}
        setup_testing_defaults(environ)
        said: list[str] = []
        before, started = self.postgres.read(), time.process_time()
        answer = self.application(environ, lambda status, *_more: said.append(status))
        size = sum(len(chunk) for chunk in answer)
        if hasattr(answer, "close"):
            answer.close()
        python = time.process_time() - started
        if not said[0].startswith("200"):
            raise SystemExit(f"{address} answered {said[0]}")
        return Cost(python * 1000, spent(before, self.postgres.read()), size)
