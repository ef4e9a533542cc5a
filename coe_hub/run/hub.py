"""The hub itself as programs: what prepares it, and web, worker and beat."""

import json
import os
import signal
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable
from pathlib import Path

from coe_hub.run.postgres import GIVES_BACK
from coe_hub.run.processes import Program

ROOT = Path(__file__).resolve().parent.parent.parent
WEB_PROCESSES = 2
WEB_THREADS = 2  # each keeps a connection, and what Postgres keeps for it
WORKER_PROCESSES = 2
# On one machine beside everything else: each of ten connections would take 150 MB for its plans, and the C library
# would keep, for each thread, what was given back.
SPARING = {"DATABASE_PLANS_MB": "48", "MALLOC_ARENA_MAX": "1", **GIVES_BACK}


class Hub:
    """What runs the product, for one data folder. Each child finds the other parts by `HUB_DATA_DIR` alone."""

    def __init__(self, data: Path) -> None:
        self.data = data
        known = {name: value for name, value in os.environ.items() if value}  # set to nothing is not set
        apart = {"SECURITY_LOG": str(data / "log" / "security.log")}
        self.environment = SPARING | apart | known | {"HUB_DATA_DIR": str(data), "PYTHONUNBUFFERED": "1"}

    def preparation(self) -> Program:
        """What brings database and static files up to date, and ends."""
        return self._program("preparation", "-m", "coe_hub.run.preparation")

    def web(self, listeners: Iterable[socket.socket]) -> Program:
        """The web server, on sockets that already listen."""
        descriptors = tuple(listener.fileno() for listener in listeners)
        return self._program(
            "web",
            *("-m", "gunicorn", "coe_hub.wsgi", "--preload", "--worker-class=gthread", "--no-control-socket"),
            "--config=python:coe_hub.run.web_server",
            *(f"--workers={os.environ.get('WEB_CONCURRENCY', WEB_PROCESSES)}", f"--threads={WEB_THREADS}"),
            *("--timeout=60", "--graceful-timeout=5", "--keep-alive=5"),
            *(f"--bind=fd://{descriptor}" for descriptor in descriptors),
            descriptors=descriptors,
        )

    def worker(self) -> Program:
        """The Celery worker; a task that a stop cuts short is done again, since it was not acknowledged."""
        return self._program(
            "worker",
            *("-m", "celery", "--app=coe_hub.celery", "worker", f"--concurrency={WORKER_PROCESSES}", "--loglevel=INFO"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
            kill_signal=signal.SIGQUIT,
        )

    def beat(self) -> Program:
        """Celery beat; what it sent when is in the data folder, so that a restart skips nothing."""
        memory = self.data / "beat"
        memory.mkdir(mode=0o700, exist_ok=True)
        return self._program(
            "beat",
            *("-m", "celery", "--app=coe_hub.celery", "beat", "--loglevel=INFO", "--pidfile="),
            f"--schedule={memory / 'schedule'}",
        )

    def mailbox(self, smtp: socket.socket, web: socket.socket) -> Program:
        """The local mailbox, on sockets that already listen."""
        return self._program(
            "mailbox",
            *("-m", "coe_hub.run.mailbox", str(self.data / "mailbox"), str(smtp.fileno()), str(web.fileno())),
            descriptors=(smtp.fileno(), web.fileno()),
        )

    def _program(self, name: str, *arguments: str, **options: object) -> Program:
        return Program(name, [sys.executable, *arguments], environment=self.environment, folder=ROOT, **options)  # type: ignore[arg-type]


class Health:
    """Asks `/healthz` and remembers what it said."""

    def __init__(self, listener: socket.socket) -> None:
        host, port = listener.getsockname()[:2]
        self.url = f"http://{'127.0.0.1' if host == '0.0.0.0' else f'[{host}]' if ':' in host else host}:{port}/healthz"  # noqa: S104
        self.last = "the web server does not answer"

    def good(self) -> bool:
        """Is every part up?"""
        request = urllib.request.Request(self.url, headers={"Host": "localhost"})  # noqa: S310 - our own address
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=5) as answer:
                return answer.status == 200
        except urllib.error.HTTPError as error:
            self.last = _what_is_down(error)
        except OSError:
            pass
        return False


def _what_is_down(error: urllib.error.HTTPError) -> str:
    try:
        parts = json.load(error)
        return ", ".join(f"{name} is {state}" for name, state in parts.items() if state != "up")
    except (ValueError, AttributeError):
        return f"/healthz answers {error.code}"
