"""What gunicorn is told beside its arguments: `--config=python:coe_hub.run.web_server`.

Where somebody may read /metrics, its processes count into files of one folder, which is this server's alone and goes
with it. And its own lines are JSON where the hub's are.
"""

import gc
import os
import shutil
import tempfile
from typing import Any

from gunicorn.glogging import Logger

from coe_hub.lib.logs import JsonFormatter

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"

# Before anything counts: prometheus_client looks once, when it is imported.
if os.environ.get("METRICS_TOKEN") or os.environ.get("METRICS_FROM"):
    os.environ[_FOLDER] = tempfile.mkdtemp(prefix="hub-metrics-")


class logger_class(Logger):
    """Gunicorn's own lines, in the hub's format."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn does, and JSON where that is asked for."""
        super().setup(cfg)
        if os.environ.get("LOG_FORMAT") == "json":
            for handler in self.error_log.handlers:
                handler.setFormatter(JsonFormatter())


def pre_fork(server: Any, worker: Any) -> None:
    """All that is there before the processes part stays one memory: nobody looks through it for what may be freed."""
    gc.collect()
    gc.freeze()


def on_exit(server: Any) -> None:
    """The folder goes with the server."""
    if folder := os.environ.pop(_FOLDER, ""):
        shutil.rmtree(folder, ignore_errors=True)
