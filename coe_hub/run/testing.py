"""Lends Postgres and Valkey to one command: `python -m coe_hub.run.testing pytest tests/alliances -x`.

Both live in a temporary folder, in memory where there is room, and end with the command; where HUB_TEST_FOLDER names a
folder, in that one, which stays. Where the environment has a DATABASE_URL or a REDIS_URL, that is used; with
HUB_TEST_POSTGRES, a folder of programs like /usr/lib/postgresql/15/bin, that Postgres is lent. The command is a Python
module of this environment with its arguments; its exit code is ours.
"""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from coe_hub.run.errors import CannotRun
from coe_hub.run.external_parts import given
from coe_hub.run.folder import DataFolder
from coe_hub.run.postgres import APPLICATION, OWNER, Postgres
from coe_hub.run.processes import Processes, die_with_parent
from coe_hub.run.valkey import Valkey

# Tests copy databases of two thousand files some hundred times, which a disk makes thirty times as slow.
MEMORY, DISK = Path("/dev/shm"), Path("/tmp")  # noqa: S108  a folder of our own is made there
ROOM = 4 * 10**9  # bytes: three times what the whole suite has been seen to use


def temporary_folder(memory: Path = MEMORY, room: int = ROOM) -> Path:
    """A new folder in memory where `room` bytes are free there, as in few containers; else on the disk."""
    has_room = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= room and _available() >= room
    return Path(tempfile.mkdtemp(prefix="coe-hub-test-", dir=memory if has_room else DISK))


def _available() -> int:
    """Bytes of memory that programs can have without swapping; 0 where the system does not say."""
    facts = Path("/proc/meminfo")
    lines = facts.read_text().splitlines() if facts.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), 0)


async def lend(arguments: list[str]) -> int:
    """Run `python -m` with these arguments between start and stop of the parts. Its exit code."""
    kept = given("HUB_TEST_FOLDER")
    folder = DataFolder(Path(kept or temporary_folder()).resolve())
    processes = Processes(folder.log)
    try:
        folder.open()
        folder.remove_sockets_folder()
        environment = await _parts(folder, processes)
        if not kept:
            environment["TMPDIR"] = str(folder.path / "temporary")
            Path(environment["TMPDIR"]).mkdir()
        return await _run(arguments, environment)
    finally:
        await processes.stop(("valkey", "postgres"))
        folder.remove_sockets_folder()
        if not kept and folder.path.is_dir():
            shutil.rmtree(folder.path, ignore_errors=True)


async def _parts(folder: DataFolder, processes: Processes) -> dict[str, str]:
    """Start what is not given; the environment that leads to it."""
    sockets = folder.make_sockets_folder()
    variables = {
        "HUB_DATA_DIR": str(folder.path),
        "SECRET_KEY": given("SECRET_KEY") or folder.secret("secret_key"),
        "DATABASE_URL": given("DATABASE_URL"),
        "DATABASE_APP_ROLE": given("DATABASE_APP_ROLE") or APPLICATION,
        "REDIS_URL": given("REDIS_URL"),
    }
    if not variables["DATABASE_URL"]:
        other = given("HUB_TEST_POSTGRES")
        postgres = Postgres(folder, sockets, processes, throwaway=True, programs=Path(other) if other else None)
        await postgres.start()
        variables |= {"DATABASE_URL": postgres.url(OWNER), "POSTGRES_PROGRAMS": str(postgres.programs)}
    if not variables["REDIS_URL"]:
        valkey = Valkey(folder, sockets, processes)
        await valkey.start()
        variables["REDIS_URL"] = valkey.url
    return dict(os.environ) | variables


async def _run(arguments: list[str], environment: dict[str, str]) -> int:
    """Run the command at this terminal; Ctrl-C reaches it by itself, SIGTERM is handed on."""
    parent = os.getpid()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *arguments),
        env=environment,
        preexec_fn=lambda: die_with_parent(parent, signal.SIGTERM),
    )
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, lambda: None)
    loop.add_signal_handler(signal.SIGTERM, process.terminate)
    return await process.wait()


def main() -> int:
    """The exit code: that of the command, or 1 where its parts could not be started."""
    if len(sys.argv) < 2:
        print("Which command? For example: python -m coe_hub.run.testing pytest", file=sys.stderr)
        return 2
    try:
        return asyncio.run(lend(sys.argv[1:]))
    except CannotRun as error:
        print(f"The tests cannot run. {error}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
