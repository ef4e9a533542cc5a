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


def switch(name: str, *, default: bool) -> bool:
    """The variable as yes or no. Raises CannotRun where it is neither."""
    word = given(name).lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    if word:
        raise CannotRun(f"{name}={word} is neither on nor off: set it to 1 or 0.")
    return default


def check_database(name: str, url: str) -> None:
    """Raises CannotRun where no suitable Postgres answers at `url`."""
    if not url.startswith(("postgres://", "postgresql://")):
        raise CannotRun(f"{name} is not the address of a Postgres: it reads postgres://user:password@host:5432/name.")
    try:
        connection = connect(url)
    except (psycopg2.Error, ValueError) as error:
        reason = " ".join(str(error).split()) or "no answer"
        raise CannotRun(f"{name} does not work: {reason}") from error
    version = connection.server_version // 10_000
    connection.close()
    if version < OLDEST_POSTGRES:
        raise CannotRun(f"{name} leads to Postgres {version}: the hub needs {OLDEST_POSTGRES} or later.")


def connect(url: str) -> "psycopg2.extensions.connection":
    """A connection to the database at `url`, which may carry Django's own options as well."""
    parts = urlsplit(url)
    options = [(key, value) for key, value in parse_qsl(parts.query) if key in LIBPQ_OPTIONS or key.startswith("ssl")]
    return psycopg2.connect(urlunsplit(parts._replace(query=urlencode(options))), connect_timeout=5)


def check_redis(url: str) -> None:
    """Raises CannotRun where no Redis answers at `url`."""
    try:
        redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5).ping()
    except ValueError as error:
        raise CannotRun("REDIS_URL is not the address of a Redis: it reads redis://host:6379/0.") from error
    except redis.RedisError as error:
        raise CannotRun(f"REDIS_URL does not work: {' '.join(str(error).split())}") from error
