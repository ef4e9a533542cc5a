"""A hub that really runs: the command of `make run` in a folder and on a port of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
GIVEN = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "HOST", "MAILBOX_PORT")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def environment(folder, **variables):
    """What a person's shell has: nothing of the test session's own parts."""
    shell = {name: value for name, value in os.environ.items() if name not in GIVEN}
    return shell | {"HUB_DATA_DIR": str(folder), "HUB_DEMO": "0"} | variables


class RunningHub:
    def __init__(self, folder, port=None):
        self.folder = Path(folder)
        self.port = port or free_port()
        self.output = self.folder.with_name(f"{self.folder.name}.out")
        self.process = None

    def start(self):
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "coe_hub.run"],
                cwd=ROOT,
                env=environment(self.folder, PORT=str(self.port)),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.wait(lambda: "Ctrl-C stops everything" in self.said or self.process.poll() is not None, seconds=300)
        assert self.process.poll() is None, self.said
        return self

    @property
    def said(self):
        return self.output.read_text()

    def wait(self, condition, seconds=120):
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.said
            time.sleep(0.1)

    def variables(self):
        return json.loads((self.folder / "run.json").read_text())

    def health(self):
        """Status and parts that /healthz answers; (0, {}) where nothing answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except OSError:
            return 0, {}

    def stop(self, sent=signal.SIGTERM):
        """Its exit code."""
        self.process.send_signal(sent)
        return self.process.wait(timeout=60)

    def family(self):
        """Process ids of everything that the supervisor started, however deep."""
        parents = parent_of_each_process()
        found = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found - {self.process.pid}


def parent_of_each_process():
    """Parent by process id of every process that has not ended."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            parents[int(path.parent.name)] = int(parent)
    return parents


def run_to_end(folder, **variables):
    """Run the supervisor where it cannot run. Exit code and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "coe_hub.run"],
        cwd=ROOT,
        env=environment(folder, **variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """One hub for all tests of a module, with nobody in it."""
    running = RunningHub(tmp_path_factory.mktemp("run") / "data").start()
    yield running
    if running.process.poll() is None:
        running.stop()
