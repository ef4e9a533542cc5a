"""The health checks of containers: what they answer, asked of a real server and a real Redis."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import redis
from django.conf import settings

from coe_hub.run import healthcheck


@pytest.fixture
def answer() -> Iterator[Callable[[int, dict[str, str]], str]]:
    """A server that answers `/healthz` as told; gives its address."""
    servers = []

    def serve(status: int, parts: dict[str, str]) -> str:
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(parts).encode())

            def log_message(self, *words: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()  # ends within 10 ms
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/healthz"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


UP = {"database": "up", "redis": "up", "worker": "up", "beat": "up"}


@pytest.mark.parametrize(
    ("status", "parts", "is_alive"),
    [
        (200, UP, True),
        (503, UP | {"worker": "down", "beat": "down"}, True),
        (503, UP | {"database": "down"}, False),
        (503, UP | {"redis": "down"}, False),
    ],
)
def test_web_is_alive_while_it_reaches_what_it_needs(
    status: int, parts: dict[str, str], is_alive: bool, answer: Callable[[int, dict[str, str]], str]
) -> None:
    assert healthcheck.web_is_alive(answer(status, parts)) is is_alive


@pytest.mark.parametrize("part", ["worker", "beat"])
def test_worker_and_beat_are_alive_while_their_sign_is(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", settings.REDIS_URL)
    monkeypatch.setitem(healthcheck.SIGNS, part, f"test:alive:{part}")
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.delete(healthcheck.SIGNS[part])
        before = healthcheck.main([part])
        client.set(healthcheck.SIGNS[part], "1", ex=30)
        after = healthcheck.main([part])
        client.delete(healthcheck.SIGNS[part])
    assert (before, after) == (1, 0)


def test_what_does_not_answer_is_not_alive(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(healthcheck, "HEALTH_URL", "http://127.0.0.1:1/healthz")
    assert (healthcheck.main(["worker"]), healthcheck.main(["mailbox"]), healthcheck.main([])) == (1, 2, 2)
    assert "web | worker | beat" in capsys.readouterr().out
