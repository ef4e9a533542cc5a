"""Work outside the request: the Celery app, and the signs of life that `/healthz` reads.

Worker and beat each write a key with an expiry to Redis, from their own main loop. So a worker whose every process is
busy with a long import is alive, and so is a beat whose tasks wait behind that import.
"""

import gc
import logging
import os
import time
from contextlib import ExitStack
from typing import Any

import redis
from celery import Celery, bootsteps
from celery.apps.beat import Beat
from celery.beat import PersistentScheduler
from celery.signals import before_task_publish, task_postrun, task_prerun, worker_before_create_process, worker_init
from django.conf import settings

from coe_hub.lib.request_ids import carrying, current_request_id

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coe_hub.settings")

WORKER_ALIVE_KEY = "hub:alive:worker"
BEAT_ALIVE_KEY = "hub:alive:beat"
SIGN_EVERY_SECONDS = 10.0
WORKER_SIGN_EXPIRES_SECONDS = 45
BEAT_SIGN_EXPIRES_SECONDS = 90

logger = logging.getLogger(__name__)


class LifeSign:
    """One key in Redis that says "still here" for `expires` seconds each time it is written."""

    def __init__(self, key: str, expires: int) -> None:
        self.key = key
        self.expires = expires
        self.client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=5)

    def write(self) -> None:
        """Write the key. Redis out of reach is not this process's end: the key expires, which says the same."""
        try:
            self.client.set(self.key, "1", ex=self.expires)
        except redis.RedisError as error:
            logger.warning("Could not write %s: %s", self.key, error)

    def erase(self) -> None:
        """Remove the key, so that a clean stop shows at once."""
        try:
            self.client.delete(self.key)
        except redis.RedisError as error:
            logger.warning("Could not remove %s: %s", self.key, error)


class WorkerAlive(bootsteps.StartStopStep):
    """Worker step: a life sign from the worker's own timer."""

    requires = {"celery.worker.components:Timer"}

    def start(self, parent: Any) -> None:
        """Write the first sign and have the timer repeat it."""
        self.sign = LifeSign(WORKER_ALIVE_KEY, WORKER_SIGN_EXPIRES_SECONDS)
        self.sign.write()
        self.timer = parent.timer.call_repeatedly(SIGN_EVERY_SECONDS, self.sign.write)

    def stop(self, parent: Any) -> None:
        """End the repetition; other workers may live on, so the key is left to expire."""
        self.timer.cancel()


class AliveScheduler(PersistentScheduler):
    """Celery's own scheduler with a life sign at most every ten seconds."""

    sign: LifeSign | None = None
    next_sign_at = 0.0

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due, as always; returns the seconds until the next call."""
        if self.sign is None:
            self.sign = LifeSign(BEAT_ALIVE_KEY, BEAT_SIGN_EXPIRES_SECONDS)
        now = time.monotonic()
        if now >= self.next_sign_at:
            self.sign.write()
            self.next_sign_at = now + SIGN_EVERY_SECONDS
        return min(super().tick(*args, **kwargs), SIGN_EVERY_SECONDS)

    def close(self) -> None:
        """Save the schedule and take the sign away."""
        if self.sign is not None:
            self.sign.erase()
        super().close()


class SparingBeat(Beat):
    """It sends tasks by their names, and needs none of the hub for that: half of its memory."""

    def init_loader(self) -> None:
        """Read no rooms and no tasks."""


app = Celery(
    "coe_hub",
    task_cls="coe_hub.operations.stopped:BoundedTask",
    changes={"beat_scheduler": "coe_hub.celery:AliveScheduler"},
)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(WorkerAlive)
app.Beat = app.subclass_with_self(SparingBeat)


@worker_init.connect
def _read_every_view(**_more: Any) -> None:
    """Mails hold addresses: what they are made of is read before the processes part, into memory that is one."""
    from django.urls import reverse  # noqa: PLC0415  CONFIG: rooms exist only once the worker has read them

    reverse("account_login")


@worker_before_create_process.connect
def _keep_it_one(**_more: Any) -> None:
    gc.collect()
    gc.freeze()


@before_task_publish.connect
def _say_what_it_belongs_to(headers: dict[str, Any], **_more: Any) -> None:
    """A task carries the number of the request that handed it over, and since when it waits."""
    headers |= {"request_id": current_request_id(), "sent_at": time.time()}


_numbered: dict[str, ExitStack] = {}


@task_prerun.connect
def _take_up_the_number(task_id: str, task: Any, **_more: Any) -> None:
    """What beat sent belongs to no request: the task's own number names it then."""
    number = task.request.get("request_id") or current_request_id() or task_id
    _numbered[task_id] = ExitStack()
    _numbered[task_id].enter_context(carrying(number))


@task_postrun.connect
def _lay_it_down(task_id: str, **_more: Any) -> None:
    _numbered.pop(task_id, ExitStack()).close()
