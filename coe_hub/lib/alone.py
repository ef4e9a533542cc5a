"""Work that one process does at a time, and whose end everybody sees, however it ends.

The lock belongs to the process's connection to the database: who was killed lets go of it, and nobody has to guess by
how long nothing was heard.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_LOOKS_EVERY = 0.2  # seconds


@contextmanager
def alone(work: str, *, patience: float = 10) -> Iterator[bool]:
    """Whether nobody else is at the work of that name; it is held until the end of the block.

    `patience` is how many seconds it waits for whoever has it: Postgres notices that a process is gone once it has
    something to tell it.
    """
    end = time.monotonic() + patience
    with connection.cursor() as cursor:
        while not (is_ours := _asked(cursor, work)) and time.monotonic() < end:
            time.sleep(_LOOKS_EVERY)
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 1))", [work])


def _asked(cursor: Any, work: str) -> bool:
    cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 1))", [work])
    return bool(cursor.fetchone()[0])
