"""Known holes in locked versions are told, and a registry that does not answer is no clean bill."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from coe_hub.run.advisories import NotAskedError, locked, npm_holes, python_holes

KNOWN: dict[str, object] = {
    "/holed": {"name": "holed", "versions": {"1.0.0": {"name": "holed", "version": "1.0.0"}}},
    "/pypi/sound/1.0/json": {"vulnerabilities": []},
    "/pypi/holed/2.1/json": {
        "vulnerabilities": [
            {"id": "PYSEC-2026-7", "fixed_in": ["2.2", "3.0"], "withdrawn": None},
            {"id": "PYSEC-2026-8", "fixed_in": [], "withdrawn": "2026-05-01T00:00:00Z"},
        ]
    },
}
HOLE = {"id": 1, "title": "It runs", "severity": "high", "vulnerable_versions": "<2.0.0", "url": "https://hole.example"}


class Registry(BaseHTTPRequestHandler):
    """It answers as PyPI does of a release, and as npm of a lock."""

    def do_GET(self) -> None:
        self.answer(KNOWN.get(self.path))

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer({"holed": [HOLE]} if self.path == "/-/npm/v1/security/advisories/bulk" else None)

    def answer(self, told: object) -> None:
        """JSON, or 404 where nothing is told."""
        body = json.dumps(told).encode()
        self.send_response(404 if told is None else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told: object) -> None:
        """Quietly."""


@pytest.fixture
def registry() -> Iterator[str]:
    """Where it listens."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_the_lock_of_pip_is_read() -> None:
    lock = "# via\nsound==1.0 \\\n    --hash=sha256:0\nholed-2==2.1; python_version < '3.13' \\\n"
    assert locked(lock) == [("sound", "1.0"), ("holed-2", "2.1")]


def test_holes_in_python_packages_are_told_with_the_version_that_mends_them(registry: str) -> None:
    said = python_holes([("sound", "1.0"), ("holed", "2.1")], f"{registry}/pypi")
    assert said == ["holed 2.1: PYSEC-2026-7, mended in 2.2, 3.0"]


@pytest.mark.parametrize("at", [0, 1])
def test_a_package_that_is_not_answered_for_was_not_asked(registry: str, at: int) -> None:
    packages = [("sound", "1.0")]
    packages.insert(at, ("unknown", "1.0"))
    with pytest.raises(NotAskedError, match=r"unknown 1\.0"):
        python_holes(packages, f"{registry}/pypi")


def test_holes_in_npm_packages_are_told_and_no_answer_is_said(registry: str, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "hub", "version": "1.0.0", "dependencies": {"holed": "1.0.0"}}')
    lock = {
        "name": "hub", "version": "1.0.0", "lockfileVersion": 3, "requires": True,
        "packages": {
            "": {"name": "hub", "version": "1.0.0", "dependencies": {"holed": "1.0.0"}},
            "node_modules/holed": {"version": "1.0.0", "resolved": f"{registry}/holed.tgz", "integrity": "sha512-AA=="},
        },
    }  # fmt: skip
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    assert npm_holes(tmp_path, f"--registry={registry}") == ["holed *: high"]
    with pytest.raises(NotAskedError):
        npm_holes(tmp_path, f"--registry={registry}/away")
