"""Which parts of the hub are alive."""

from contextlib import closing

import psycopg2
import redis
from django.conf import settings
from django.db import connection
from django.db.utils import Error as DatabaseError
from django.http import JsonResponse

from coe_hub.operations.engine import backup_state

_PATIENCE = 2  # seconds


def _database_answers() -> bool:
    """Asked on a connection of its own: one that stands would wait as long as a server that hangs."""
    patient = connection.get_connection_params() | {"connect_timeout": _PATIENCE}
    try:
        with closing(connection.get_new_connection(patient)) as asked, asked.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except (DatabaseError, psycopg2.Error):
        return False


def _redis_keys_answer(*keys: str) -> list[bool]:
    """Whether Redis answers, followed by whether each key lives."""
    try:
        client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
        with client:
            return [True, *(value is not None for value in client.mget(*keys))]
    except redis.RedisError:
        return [False] * (len(keys) + 1)


def health() -> dict[str, bool]:
    """True or false for each part. Worker and beat are alive while they renew their key in Redis."""
    answers, worker, beat = _redis_keys_answer("hub:alive:worker", "hub:alive:beat")
    return {"database": _database_answers(), "redis": answers, "worker": worker, "beat": beat}


def health_response() -> JsonResponse:
    """JSON for load balancers and people: 200 where every part is up, else 503. A late backup takes no hub away."""
    parts = health()
    words = {name: "up" if alive else "down" for name, alive in parts.items()}
    if settings.BACKUP_FOLDER and parts["database"]:
        words["backup"] = "late" if backup_state().is_late else "up"
    return JsonResponse(words, status=200 if all(parts.values()) else 503, headers={"Cache-Control": "no-store"})
