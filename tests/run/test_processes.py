"""Children: their logs, their falls, and what they leave behind."""

import asyncio
import os
import signal
import sys
import time

import pytest

from coe_hub.run import processes as processes_module
from coe_hub.run.errors import CannotRun
from coe_hub.run.processes import Log, Processes, Program
from tests.run.conftest import parent_of_each_process

pytestmark = [pytest.mark.processes, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]
GRANDCHILD = "import subprocess, sys, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep({})"


def python(name, script, **options):
    return Program(name, [sys.executable, "-c", script], environment=dict(os.environ), **options)


def lines(folder, name):
    return [line for line in (folder / f"{name}.log").read_text().splitlines() if not line.startswith("---")]


def is_gone(pid):
    """Does the process end within a moment?"""
    for _ in range(100):
        if pid not in parent_of_each_process():
            return True
        time.sleep(0.02)
    return False


async def has_said(folder, name, count=1):
    for _ in range(100):
        if (folder / f"{name}.log").exists() and len(lines(folder, name)) >= count:
            return
        await asyncio.sleep(0.05)
    pytest.fail(f"{name} said nothing")


def test_run_raises_the_last_line_of_what_failed(tmp_path):
    program = python("step", "print('first'); print('No space left.'); raise SystemExit(3)")

    with pytest.raises(CannotRun) as raised:
        asyncio.run(Processes(tmp_path).run(program))

    assert str(raised.value) == f"step failed: No space left. (all of it: {tmp_path}/step.log)"


def test_run_of_a_missing_program(tmp_path):
    with pytest.raises(CannotRun, match=r"^step cannot be started: /nowhere/program: No such file or directory\.$"):
        asyncio.run(Processes(tmp_path).run(Program("step", ["/nowhere/program"], environment={})))


def test_stop_takes_grandchildren_along(tmp_path):
    async def start_and_stop():
        processes = Processes(tmp_path)
        processes.start(python("parent", GRANDCHILD.format(60)))
        await has_said(tmp_path, "parent")
        await processes.stop(["parent"])

    asyncio.run(start_and_stop())

    assert is_gone(int(lines(tmp_path, "parent")[0]))


def test_a_child_that_ignores_the_signal_is_killed(tmp_path):
    script = "from signal import *; from os import *; import time; signal(SIGTERM, SIG_IGN)"
    script += "; print(getpid(), flush=True); time.sleep(60)"

    async def start_and_stop():
        processes = Processes(tmp_path)
        processes.start(python("stubborn", script, patience_seconds=0.2))
        await has_said(tmp_path, "stubborn")
        async with asyncio.timeout(10):
            await processes.stop(["stubborn"])

    asyncio.run(start_and_stop())

    assert is_gone(int(lines(tmp_path, "stubborn")[0]))


def test_before_all_is_ready_a_fallen_child_is_the_reason_not_to_start(tmp_path):
    async def start():
        processes = Processes(tmp_path)
        processes.start(python("web", "print('The port is gone.'); raise SystemExit(1)"))
        await processes.until(lambda: False, seconds=10, what=lambda: "too slow")

    with pytest.raises(CannotRun) as raised:
        asyncio.run(start())

    assert str(raised.value) == f"web stopped: The port is gone. (all of it: {tmp_path}/web.log)"


def test_until_gives_up(tmp_path):
    with pytest.raises(CannotRun, match=r"^too slow$"):
        asyncio.run(Processes(tmp_path).until(lambda: False, seconds=0, what=lambda: "too slow"))


def test_a_fallen_child_starts_again_and_its_grandchildren_are_gone(tmp_path, capsys):
    async def fall():
        processes = Processes(tmp_path)
        processes.settle()
        processes.start(python("worker", GRANDCHILD.format(0)))
        await has_said(tmp_path, "worker", count=2)
        await processes.stop(["worker"])

    asyncio.run(fall())

    first, second = (int(line) for line in lines(tmp_path, "worker")[:2])
    assert is_gone(first)
    assert is_gone(second)
    assert capsys.readouterr().out.startswith(
        f"worker stopped (exit code 0), starting it again in 1 s; see {tmp_path}/worker.log\n"
    )


def test_children_die_with_a_killed_supervisor(tmp_path):
    script = f"""
import asyncio, os, pathlib, sys
from coe_hub.run.processes import Processes, Program
script = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
async def start():
    processes = Processes(pathlib.Path({str(tmp_path)!r}))
    processes.start(Program("child", [sys.executable, "-c", script], environment=dict(os.environ)))
    await asyncio.sleep(60)
asyncio.run(start())
"""

    async def kill():
        supervisor = await asyncio.create_subprocess_exec(sys.executable, "-c", script)
        await has_said(tmp_path, "child")
        supervisor.send_signal(signal.SIGKILL)
        await supervisor.wait()
        return int(lines(tmp_path, "child")[0])

    assert is_gone(asyncio.run(kill()))


def test_log_has_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(processes_module, "LOG_LIMIT_BYTES", 100)
    log = Log(tmp_path / "web.log", "web", r"ERROR")

    for number in range(50):
        log.write(f"line {number}\n".encode())

    assert (tmp_path / "web.log").read_text().splitlines()[-1] == "line 49"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["web.log", "web.log.1"]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 200
    assert (tmp_path / "web.log").stat().st_mode & 0o777 == 0o600


def test_log_shows_what_matters_and_not_for_ever(tmp_path, capsys):
    log = Log(tmp_path / "web.log", "web", r"\bERROR\b")
    log.write(b"ERROR before all is ready\n")
    log.quiet = False

    log.write(b"INFO all well\nERROR some")
    log.write(b"thing broke\n" + b"ERROR again\n" * 20)

    assert capsys.readouterr().out.splitlines() == [
        "web: ERROR something broke",
        *["web: ERROR again"] * 4,
        f"web: more in {tmp_path}/web.log",
    ]
    assert log.last_line == "ERROR again"
