"""`/healthz`: which parts are alive, for load balancers and people."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from django.db import connection
from django.test import Client
from redis.connection import parse_url

from coe_hub.celery import BEAT_ALIVE_KEY, WORKER_ALIVE_KEY, LifeSign

OTHER_DATABASE = 11  # the worker of another test may write its sign into the one of the settings


@pytest.fixture
def broker(settings: object, db: None) -> Iterator[redis.Redis]:
    """The broker's own database for this test, with nobody alive in it."""
    place = parse_url(settings.REDIS_URL)
    host = place.get("path") or f"{place.get('host')}:{place.get('port', 6379)}"
    scheme = "unix" if place.get("path") else "redis"
    secret = f":{place['password']}@" if place.get("password") else ""
    settings.REDIS_URL = f"{scheme}://{secret}{host}?db={OTHER_DATABASE}"
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.delete(WORKER_ALIVE_KEY, BEAT_ALIVE_KEY)
    yield client
    client.delete(WORKER_ALIVE_KEY, BEAT_ALIVE_KEY)
    client.close()


def health() -> tuple[int, dict[str, str]]:
    response = Client().get("/healthz")
    return response.status_code, response.json()


def test_worker_and_beat_are_up_while_they_give_signs_of_life(broker: redis.Redis) -> None:
    assert health() == (503, {"database": "up", "redis": "up", "worker": "down", "beat": "down"})
    worker, beat = LifeSign(WORKER_ALIVE_KEY, 45), LifeSign(BEAT_ALIVE_KEY, 90)
    worker.write()
    assert health() == (503, {"database": "up", "redis": "up", "worker": "up", "beat": "down"})
    beat.write()
    assert health() == (200, {"database": "up", "redis": "up", "worker": "up", "beat": "up"})
    beat.erase()
    assert health() == (503, {"database": "up", "redis": "up", "worker": "up", "beat": "down"})
    assert 0 < broker.ttl(WORKER_ALIVE_KEY) <= 45


def test_a_broker_that_is_away_is_told_and_not_raised(broker: redis.Redis, settings: object) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert health() == (503, {"database": "up", "redis": "down", "worker": "down", "beat": "down"})


def test_a_database_that_is_away_is_told_and_not_raised(broker: redis.Redis) -> None:
    def without_database() -> tuple[int, dict[str, str]]:
        connection.settings_dict = connection.settings_dict | {"HOST": "127.0.0.1", "PORT": "1"}
        return health()

    with ThreadPoolExecutor() as pool:  # each thread has a connection of its own
        answer = pool.submit(without_database).result()
    assert answer == (503, {"database": "down", "redis": "up", "worker": "down", "beat": "down"})


@pytest.mark.parametrize("host", ["10.0.0.7", "localhost", "evil.example"])
def test_load_balancers_ask_by_address_and_are_never_given_an_old_answer(host: str, broker: redis.Redis) -> None:
    response = Client(headers={"host": host}).get("/healthz")
    assert (response.status_code, response["Cache-Control"], response["Content-Type"]) == (
        503,
        "no-store",
        "application/json",
    )
