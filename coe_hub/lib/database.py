"""What the database does to everybody: that it is away, and that a question took long."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from prometheus_client import Counter

# Postgres stops, starts, or has no place left for one more connection; without a code there was no answer at all.
_AWAY = ("57P", "08", "53300")

SLOW_QUERIES = Counter("hub_slow_queries", "Questions to the database that took longer than SLOW_QUERY_SECONDS.")
logger = logging.getLogger(__name__)


def says_it_is_away(error: BaseException | None) -> bool:
    """Whether the error, or what it came from, says that Postgres cannot be reached just now."""
    known: set[int] = set()
    while error is not None and id(error) not in known:
        known.add(id(error))
        if isinstance(error, OperationalError | InterfaceError):
            code = getattr(error.__cause__, "pgcode", None)
            return code is None or code.startswith(_AWAY)
        error = error.__cause__ or error.__context__
    return False


def time_queries(*, connection: Any, **_more: Any) -> None:
    """Have every question on this new connection timed; called where one is made.

    Outside of all others: who wrapped a connection that was not made yet takes the last wrapper off again, and that has
    to be their own. Else the audit trail's stays, and every later question of this thread fails.
    """
    if _timed not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _timed)


def _timed(execute: Callable[..., Any], sql: Any, parameters: Any, many: bool, context: Any) -> Any:
    """Ask; what took long is counted and told, without the values that were asked with."""
    began = time.perf_counter()
    try:
        return execute(sql, parameters, many, context)
    finally:
        if (took := time.perf_counter() - began) > settings.SLOW_QUERY_SECONDS:
            SLOW_QUERIES.inc()
            logger.warning("A question took %.1f s: %s", took, str(sql)[:500])
