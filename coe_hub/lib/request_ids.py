"""One number for a request and all it leads to: in each line of the log, in the answer, in the tasks it hands over."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "X-Request-ID"
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The number of the request, or of the task, that this runs in; empty outside of both."""
    return _current.get()


def new_request_id() -> str:
    """A number nobody had before: sixteen letters and digits, short enough to read out on the phone."""
    return secrets.token_hex(8)


def well_formed(text: str) -> str:
    """What came as a number, where it may be one, else nothing: 8 to 64 letters, digits, dots, lines."""
    return text if _WELL_FORMED.fullmatch(text) else ""


@contextmanager
def carrying(request_id: str) -> Iterator[None]:
    """All in here belongs to the request of that number."""
    before = _current.set(request_id)
    try:
        yield
    finally:
        _current.reset(before)
