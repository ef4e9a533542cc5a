"""Child processes: started in groups of their own, watched, started again when they fall, stopped to the last one."""

import asyncio
import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from coe_hub.run.account import Account
from coe_hub.run.errors import CannotRun

LOG_LIMIT_BYTES = 2_000_000
LONGEST_PAUSE_SECONDS = 30
STEADY_AFTER_SECONDS = 60
SHOWN_LINES_A_MINUTE = 5
PR_SET_PDEATHSIG = 1

# Looked up here: between fork and exec of a child there is no safe moment for it
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def say(line: str) -> None:
    """One line for the person at the terminal; a terminal that is gone is no reason to stop."""
    with suppress(OSError, ValueError):
        print(line, flush=True)


@dataclass(frozen=True)
class Program:
    """What to start and how to end it."""

    name: str
    arguments: list[str]
    environment: dict[str, str]
    account: Account | None = None
    folder: Path = Path("/")
    descriptors: tuple[int, ...] = ()
    stop_signal: signal.Signals = signal.SIGTERM
    kill_signal: signal.Signals = signal.SIGKILL
    patience_seconds: float = 10
    shown: str = r"\b(ERROR|CRITICAL|PANIC)\b"


class Log:
    """A child's output in a file of bounded size, and the lines of it that a person should see unless `quiet`."""

    def __init__(self, path: Path, name: str, shown: str) -> None:
        self.path = path
        self.last_line = ""
        self.quiet = True
        self._name = name
        self._shown = re.compile(shown)
        self._rest = b""
        self._minute = 0.0
        self._shown_lines = 0

    def write(self, chunk: bytes) -> None:
        """Keep what the child wrote, and show the important lines."""
        if self.path.exists() and self.path.stat().st_size + len(chunk) > LOG_LIMIT_BYTES:
            self.path.replace(self.path.with_suffix(".log.1"))
        with open(self.path, "ab", opener=_private) as file:
            file.write(chunk)
        *lines, self._rest = (self._rest[-10_000:] + chunk).split(b"\n")
        for line in lines:
            self._read(line.decode(errors="replace").strip())

    def _read(self, line: str) -> None:
        if not line:
            return
        self.last_line = line
        if not self.quiet and self._shown.search(line) and self._may_show():
            say(f"{self._name}: {line[:300]}")

    def _may_show(self) -> bool:
        if time.monotonic() - self._minute > 60:
            self._minute, self._shown_lines = time.monotonic(), 0
        self._shown_lines += 1
        if self._shown_lines == SHOWN_LINES_A_MINUTE + 1:
            say(f"{self._name}: more in {self.path}")
        return self._shown_lines <= SHOWN_LINES_A_MINUTE


@dataclass
class Child:
    """A program that runs, or is about to run again, until `stop` is set."""

    program: Program
    log: Log
    stop: asyncio.Event
    keeper: asyncio.Task[None] | None = None
    failure: str = ""


class Processes:
    """All children of this supervisor. Use from one event loop in the main thread: on Linux, children die with it."""

    def __init__(self, log_folder: Path) -> None:
        self.log_folder = log_folder
        self.hurry = asyncio.Event()
        self._children: dict[str, Child] = {}
        self._settled = False

    def start(self, program: Program) -> None:
        """Start a program that is to run until stopped; `until` tells whether it does."""
        child = Child(program, self._log(program), asyncio.Event())
        child.keeper = asyncio.create_task(self._keep(child))
        self._children[program.name] = child

    async def run(self, program: Program) -> None:
        """Run a program to its end. Raises CannotRun with its last line where that end is not exit code 0."""
        child = Child(program, self._log(program), asyncio.Event())
        code = await self._run_once(child)
        if code != 0:
            raise CannotRun(f"{program.name} failed: {child.log.last_line or _how(code)} (all of it: {child.log.path})")

    async def until(self, ready: Callable[[], bool], *, seconds: float, what: Callable[[], str]) -> None:
        """Wait until `ready()`. Raises CannotRun when a child ends meanwhile, or with `what()` after `seconds`."""
        deadline = time.monotonic() + seconds
        while not await asyncio.to_thread(ready):
            for child in self._children.values():
                if child.failure:
                    raise CannotRun(child.failure)
            if time.monotonic() > deadline:
                raise CannotRun(what())
            await asyncio.sleep(0.1)

    def settle(self) -> None:
        """From now on a child that falls is started again, and what children complain of is shown.

        Before, a child that falls is a reason not to start, and they complain of each other's absence.
        """
        self._settled = True
        for child in self._children.values():
            child.log.quiet = False

    async def stop(self, names: Iterable[str]) -> None:
        """Stop these programs, and everything they started, at the same time."""
        keepers = []
        for name in names:
            if child := self._children.pop(name, None):
                child.stop.set()
                keepers.append(child.keeper)
        await asyncio.gather(*(keeper for keeper in keepers if keeper))

    def _log(self, program: Program) -> Log:
        return Log(self.log_folder / f"{program.name}.log", program.name, program.shown)

    async def _keep(self, child: Child) -> None:
        """Run the program; when it ends unasked, start it again, ever more slowly."""
        name, pause = child.program.name, 1
        while True:
            started = time.monotonic()
            try:
                how = _how(await self._run_once(child))
            except CannotRun as error:
                how = str(error)
            if child.stop.is_set():
                return
            if not self._settled:
                child.failure = f"{name} stopped: {child.log.last_line or how} (all of it: {child.log.path})"
                return
            if time.monotonic() - started > STEADY_AFTER_SECONDS:
                pause = 1
            say(f"{name} stopped ({how}), starting it again in {pause} s; see {child.log.path}")
            with suppress(TimeoutError):
                await asyncio.wait_for(child.stop.wait(), pause)
            if child.stop.is_set():
                return
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _run_once(self, child: Child) -> int:
        """Run the program until it ends or is to stop; nothing of its process group is left behind. Its exit code."""
        loop = asyncio.get_running_loop()
        output, childs_end = os.pipe()
        os.set_blocking(output, False)
        try:
            process = await _spawn(child, childs_end)
        except BaseException:
            os.close(output)
            raise
        finally:
            os.close(childs_end)
        loop.add_reader(output, _read, loop, output, child.log)
        try:
            await self._wait(process, child)
        finally:
            _sweep(process)
            loop.remove_reader(output)
            while _read(loop, output, child.log):
                pass
            os.close(output)
        return await process.wait()

    async def _wait(self, process: asyncio.subprocess.Process, child: Child) -> None:
        """Return when the process has ended: by itself, or because it was told to and then made to."""
        program = child.program
        gone = asyncio.create_task(process.wait())
        stop = asyncio.create_task(child.stop.wait())
        hurry = asyncio.create_task(self.hurry.wait())
        await asyncio.wait({gone, stop}, return_when=asyncio.FIRST_COMPLETED)
        if not gone.done():
            _send(process, program.stop_signal)
            await asyncio.wait({gone, hurry}, timeout=program.patience_seconds, return_when=asyncio.FIRST_COMPLETED)
        if not gone.done():
            _send(process, program.kill_signal)
            await asyncio.wait({gone}, timeout=10)
        if not gone.done():
            _send(process, signal.SIGKILL)
        await gone
        stop.cancel()
        hurry.cancel()


async def _spawn(child: Child, output: int) -> asyncio.subprocess.Process:
    program, parent = child.program, os.getpid()
    child.log.write(f"--- {' '.join(program.arguments)}\n".encode())
    account = program.account
    try:
        return await asyncio.create_subprocess_exec(
            *program.arguments,
            env=program.environment,
            cwd=program.folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            pass_fds=program.descriptors,
            preexec_fn=lambda: die_with_parent(parent, program.stop_signal),
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    except OSError as error:
        raise CannotRun(f"{program.name} cannot be started: {program.arguments[0]}: {error.strerror}.") from error


def die_with_parent(parent: int, sent: signal.Signals) -> None:
    """In a new child on Linux: be sent this signal when the supervisor ends, even by kill -9."""
    if _prctl is None:
        return
    _prctl(PR_SET_PDEATHSIG, int(sent), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _read(loop: asyncio.AbstractEventLoop, output: int, log: Log) -> bool:
    """Move what the child has written into its log; false where there is nothing."""
    try:
        chunk = os.read(output, 65_536)
    except BlockingIOError:
        return False
    if not chunk:
        loop.remove_reader(output)  # every writer is gone: it would be readable for ever
        return False
    log.write(chunk)
    return True


def _send(process: asyncio.subprocess.Process, sent: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(sent)


def _sweep(process: asyncio.subprocess.Process) -> None:
    """Kill what is left of the child's process group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _how(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
