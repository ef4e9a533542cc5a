"""Files of tools that were made once, kept for the next reader: of an edition in a language, never one filled in.

A file is kept under all that it is made from, so one whose words, state or layout changed is another and is made anew.
"""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches

from coe_hub import documents


def kept(made_from: Any, make: Callable[[], bytes]) -> bytes:
    """What `make` gives, from the last time where it was made from the same."""
    key = hashlib.sha256(f"{_release()} {made_from!r}".encode()).hexdigest()
    known = caches["files"].get(key)
    if known is None:
        known = make()
        caches["files"].set(key, known)
    return known


@lru_cache(maxsize=1)
def _release() -> str:
    """Stands for the code that lays files out, and its words."""
    code = [*Path(documents.__path__[0]).glob("*.py"), Path(__file__).with_name("files.py")]
    words = settings.BASE_DIR.glob("coe_hub/locale/*/LC_MESSAGES/django.mo")
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted([*code, *words]))).hexdigest()
