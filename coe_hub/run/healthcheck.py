"""Whether one part of the hub is alive: `python -m coe_hub.run.healthcheck web | worker | beat`, for containers.

Does not start Django, which would cost more than the answer. A web process is well while it answers and reaches its
database and Redis: that a worker is down elsewhere is no reason to take it out. Workers share one sign of life.
"""

import json
import os
import sys
import urllib.error
import urllib.request

import redis

HEALTH_URL = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz"
WEB_NEEDS = ("database", "redis")
SIGNS = {"worker": "hub:alive:worker", "beat": "hub:alive:beat"}
PATIENCE = 5  # seconds


def web_is_alive(url: str = HEALTH_URL) -> bool:
    """Whether the web server answers and reaches what it needs."""
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=PATIENCE) as answer:
            parts = json.load(answer)
    except urllib.error.HTTPError as error:
        parts = json.load(error)
    return all(parts.get(name) == "up" for name in WEB_NEEDS)


def sign_is_alive(part: str) -> bool:
    """Whether a worker, or beat, renewed its key in Redis lately."""
    client = redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
    return bool(client.exists(SIGNS[part]))


def main(arguments: list[str]) -> int:
    """The exit code: 0 alive, 1 not, 2 asked for something that is no part."""
    if len(arguments) != 1 or arguments[0] not in {"web", *SIGNS}:
        print("python -m coe_hub.run.healthcheck web | worker | beat")
        return 2
    try:
        alive = web_is_alive() if arguments[0] == "web" else sign_is_alive(arguments[0])
    except (OSError, ValueError, redis.RedisError) as error:
        print(error)
        return 1
    print("alive" if alive else "not alive")
    return 0 if alive else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
