"""The same against the web server as it runs: one gunicorn worker and Postgres, some pages beside F1."""

import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench import databases, floors
from tests.bench.measuring import Postgres, cpu_of, spent
from tests.bench.pages import pages

PORT = 8799
ASKED = 12
_SHOWN = ("profile of a person", "Today", "list of 50", "record", "search, a word", "dashboard", "form, new")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The hub and, beside it, the floors."""
    made = _handlers[environ["PATH_INFO"].startswith("/floor/")]
    return made(environ, start_response)


_handlers: dict[bool, Callable[..., Iterable[bytes]]] = {}


def load() -> Callable[..., Any]:
    """What gunicorn serves: on the database of the size that BENCH_ALLIANCES says."""
    databases.use(int(os.environ["BENCH_ALLIANCES"]), migrate=False)
    from coe_hub.wsgi import application as hub  # noqa: PLC0415  CONFIG: after the database is chosen

    _handlers.update({False: hub, True: floors.handler()})
    return application


@contextmanager
def running(alliances: int) -> Any:
    """The web server with one worker; the worker's process id."""
    options = (
        "--workers=1",
        "--worker-class=gthread",
        "--threads=4",
        f"--bind=127.0.0.1:{PORT}",
        "--no-control-socket",
    )
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "tests.bench.server_wsgi:application", *options],
        env=os.environ | {"BENCH_ALLIANCES": str(alliances)},
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                _get("/floor/one/", "")
                break
            except OSError:
                time.sleep(0.2)
        workers = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text(encoding="ascii")
        yield [int(one) for one in workers.split()]
    finally:
        server.terminate()
        server.wait()


def _get(address: str, cookie: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", PORT)
    connection.request("GET", address, headers={"Host": "localhost", "Cookie": cookie, "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{address} answered {answer.status}")


def measure_server(alliances: int, cookie_of: Callable[..., str]) -> dict[str, float]:
    """Multiples of F1, workers and Postgres together; printed."""
    named = databases.use(alliances)
    cookies = {role: cookie_of(user) for role, user in named.items()}
    chosen = {one.name: one for one in pages(named) if one.name in _SHOWN and one.role in ("manager", "scientist")}
    postgres, found = Postgres(), {}
    with running(alliances) as workers:

        def cost(address: str, cookie: str) -> float:
            before, own = postgres.read(), sum(cpu_of(workers).values())
            _get(address, cookie)
            return (sum(cpu_of(workers).values()) - own) / 1e6 + spent(before, postgres.read())

        for name, page in chosen.items():
            ratios = []
            for _ in range(ASKED):
                beside = cost(floors.ADDRESSES["F1"], "") + cost(floors.ADDRESSES["F1"], "")
                ratios.append(2 * cost(page.address, cookies[page.role]) / beside)
            found[name] = round(statistics.median(ratios[2:]), 1)
    print("\nagainst gunicorn, × F1: " + ", ".join(f"{name} {ratio}" for name, ratio in found.items()))
    return found
