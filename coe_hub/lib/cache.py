"""The cache in Redis, without which every page still works: away, it is one in which nothing is found.

Limits are the exception: they protect sign-in, links and the API, so while Redis is away each process counts for
itself. A limit is looser by the number of processes then, and never gone.
"""

import logging
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache as DjangosRedisCache
from django.core.cache.backends.redis import RedisCacheClient
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

# Whoever found it away asks again only after this many seconds: no page waits for it twice.
ASKS_AGAIN_AFTER = 5
_PATIENCE = 1  # seconds
# Keys of `coe_hub.lib.limits` and of allauth
_LIMITS = (":limit:", ":allauth:")

logger = logging.getLogger(__name__)


class _Client(RedisCacheClient):
    """Django's own, but for what it asks with: made once for each pool of connections, not anew for each question."""

    def __init__(self, *servers: Any, **options: Any) -> None:
        super().__init__(*servers, **options)
        self._asks_with: dict[int, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """What asks the server, or the one that is written to."""
        pool = self._get_connection_pool(write)  # type: ignore[attr-defined]
        if id(pool) not in self._asks_with:
            self._asks_with[id(pool)] = super().get_client(key, write=write)
        return self._asks_with[id(pool)]


class RedisCache(DjangosRedisCache):
    """Django's own, which answers "nothing there" while Redis is away instead of failing the page."""

    away_until = 0.0  # of the process: every thread has an object of its own

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        patience = {"socket_timeout": _PATIENCE, "socket_connect_timeout": _PATIENCE, "retry": Retry(NoBackoff(), 0)}
        params["OPTIONS"] = patience | params.get("OPTIONS", {})
        super().__init__(server, params)
        self._class = _Client
        self._own = LocMemCache("while-redis-is-away", {})

    def _ask(self, name: str, key: Any, nothing: Any, *args: Any, **options: Any) -> Any:
        if time.monotonic() >= RedisCache.away_until:
            try:
                return getattr(super(), name)(key, *args, **options)
            except RedisError as error:
                RedisCache.away_until = time.monotonic() + ASKS_AGAIN_AFTER
                logger.error("Redis is away, pages go on without it: %s", error)  # noqa: TRY400  its traceback tells nothing
        if isinstance(key, str) and f":{key}".startswith(_LIMITS):
            return getattr(self._own, name)(key, *args, **options)
        return nothing

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, or `default`."""
        return self._ask("get", key, default, default, version=version)

    def set(self, key: str, value: Any, *args: Any, **options: Any) -> None:
        """Keep the value."""
        self._ask("set", key, None, value, *args, **options)

    def add(self, key: str, value: Any, *args: Any, **options: Any) -> bool:
        """Keep the value where there is none; whether it was kept."""
        return self._ask("add", key, True, value, *args, **options)

    def touch(self, key: str, *args: Any, **options: Any) -> bool:
        """Keep it for longer; whether it was there."""
        return self._ask("touch", key, False, *args, **options)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget it; whether it was there."""
        return self._ask("delete", key, False, version=version)

    def has_key(self, key: str, version: int | None = None) -> bool:
        """Whether it is there."""
        return self._ask("has_key", key, False, version=version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """One more. Raises ValueError where there is none, which is what Django's own does."""
        found = self._ask("incr", key, None, delta, version=version)
        if found is None:
            raise ValueError(f"Key '{key}' not found")
        return found

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        """Those that are there."""
        return self._ask("get_many", keys, {}, version=version)

    def set_many(self, data: Any, *args: Any, **options: Any) -> list[Any]:
        """Keep them all; those that could not be."""
        return self._ask("set_many", data, list(data), *args, **options)

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        """Forget them all."""
        self._ask("delete_many", keys, None, version=version)
