"""Parts that the environment gives instead of embedded ones: do they answer? Each answer is one clear line."""

import os
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import psycopg2
import redis

from coe_hub.run.errors import CannotRun

OLDEST_POSTGRES = 15
# Options of a database URL that libpq knows; Django's own, such as conn_max_age, are not for it
LIBPQ_OPTIONS = {"host", "options", "application_name", "target_session_attrs", "channel_binding", "gssencmode"}


def given(name: str) -> str:
    """The variable's value; empty where it is not set."""
    return os.environ.get(name, "").strip()


def check_database(name: str, url: str) -> None:
    """Raises CannotRun where no suitable Postgres answers at `url`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise CannotRun(f"{name} is not the address of a Postgres: it reads postgres://user:password@host:5432/name.")
    options = [(key, value) for key, value in parse_qsl(parts.query) if key in LIBPQ_OPTIONS or key.startswith("ssl")]
    try:
        connection = psycopg2.connect(urlunsplit(parts._replace(query=urlencode(options))), connect_timeout=5)
    except (psycopg2.Error, UnicodeError) as error:
        reason = " ".join(str(error).split()) or "no answer"
        raise CannotRun(f"{name} does not work: {_without_password(reason, parts.password)}") from error
    version = connection.server_version // 10_000
    connection.close()
    if version < OLDEST_POSTGRES:
        raise CannotRun(f"{name} leads to Postgres {version}: the hub needs {OLDEST_POSTGRES} or later.")


def check_redis(url: str) -> None:
    """Raises CannotRun where no Redis answers at `url`."""
    try:
        redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5).ping()
    except ValueError as error:
        raise CannotRun("REDIS_URL is not the address of a Redis: it reads redis://host:6379/0.") from error
    except redis.RedisError as error:
        raise CannotRun(f"REDIS_URL does not work: {' '.join(str(error).split())}") from error


def _without_password(text: str, password: str | None) -> str:
    return text.replace(password, "…") if password else text
