"""What lists as files and archives of tools take: CPU time, the first byte, and how much the process grows."""

import re
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse

from tests.bench.measuring import Postgres, spent


@dataclass(frozen=True)
class File:
    """One download: CPU seconds, wall seconds to its first byte, megabytes of it and of what the process grew by."""

    name: str
    python_s: float
    postgres_s: float
    first_byte_s: float
    size_mb: float
    grown_mb: float


def measure_files(cookie: str) -> list[dict[str, Any]]:
    """Each once and, where something may be kept, twice; printed."""
    listed, zipped = reverse("alliance_list"), reverse("toolkit_download", args=["research"])
    wanted = [(f"alliances as {kind}", f"{listed}?format={kind}") for kind in ("csv", "json", "xlsx")]
    wanted += [("a toolkit as zip", zipped), ("the same again", zipped)]
    print(f"\n{'file':20} {'Python s':>8} {'+ Postgres':>10} {'first byte':>10} {'MB':>6} {'grew by MB':>10}")
    found = [_download(name, address, cookie) for name, address in wanted]
    for one in found:
        print(
            f"{one.name:20} {one.python_s:8.2f} {one.postgres_s:10.2f} {one.first_byte_s:10.3f} {one.size_mb:6.1f}"
            f" {one.grown_mb:10.0f}"
        )
    return [asdict(one) for one in found]


def _download(name: str, address: str, cookie: str) -> File:
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "localhost"}
    environ |= {"HTTP_COOKIE": cookie, "REMOTE_ADDR": "127.0.0.1", "wsgi.file_wrapper": None}
    setup_testing_defaults(environ)
    environ.pop("wsgi.file_wrapper")
    said: list[str] = []
    postgres, application = Postgres(), WSGIHandler()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    grown, before = _peak(), postgres.read()
    started, clock, first, size = time.process_time(), time.perf_counter(), 0.0, 0
    answer = application(environ, lambda status, *_more: said.append(status))
    for chunk in answer:
        first = first or time.perf_counter() - clock
        size += len(chunk)
    answer.close()
    python = time.process_time() - started
    if not said[0].startswith("200"):
        raise SystemExit(f"{address} answered {said[0]}")
    used = spent(before, postgres.read()) / 1000
    return File(
        name, round(python, 3), round(used, 3), round(first, 3), round(size / 2**20, 2), (_peak() - grown) // 1024
    )


def _peak() -> int:
    """Most kilobytes this process had since it was asked to forget (proc(5), clear_refs)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1])  # type: ignore[index]
