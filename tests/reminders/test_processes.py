"""One reminder all the way: a real broker, a real worker in processes of its own, a real mail server; once."""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from alliances.models import Alliance
from coe_hub.celery import app
from coe_hub.reminders.models import Reminder
from coe_hub.reminders.tasks import remind
from tests.factories import make_alliance, make_user
from tests.reminders.conftest import Postbox

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("words")]
PATIENCE = 30  # seconds


def until(condition: Callable[[], bool], *, what: str) -> None:
    """Wait for the condition, or fail saying what did not come."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"{what} within {PATIENCE} s"
        time.sleep(0.05)


@pytest.fixture
def queue() -> Iterator[str]:
    """A queue of this test alone, on the broker of the test run."""
    name = f"test-{uuid.uuid4().hex}"
    app.conf.task_always_eager = False
    yield name
    app.conf.task_always_eager = True
    with app.connection_for_write() as broker:
        broker.default_channel.queue_delete(name)


@pytest.fixture
def worker(queue: str, postbox: Postbox, tmp_path: Path) -> Iterator[Path]:
    """A worker with two processes on the test database; yields its log."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = dict(os.environ) | {"DATABASE_URL": database, "EMAIL_URL": f"smtp://127.0.0.1:{postbox.port}"}
    arguments = ["--concurrency=2", f"--queues={queue}", "--loglevel=INFO", "--without-gossip", "--without-mingle"]
    log = tmp_path / "worker.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "--app=coe_hub", "worker", *arguments],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield log
        finally:
            process.terminate()
            process.wait(PATIENCE)


def a_place_where_the_morning_has_come() -> ZoneInfo:
    """A zone where it is between nine and eleven in the evening now: the pass goes by the real clock."""
    zones = [ZoneInfo(name) for name in ("UTC", "Asia/Tokyo", "America/New_York", "Pacific/Auckland")]
    return next(zone for zone in zones if 9 <= datetime.now(zone).hour < 23)


def test_a_reminder_crosses_broker_worker_and_mail_server_once_though_the_pass_runs_twice(
    queue: str, worker: Path, postbox: Postbox
) -> None:
    zone = a_place_where_the_morning_has_come()
    readers = [make_user(f"{name} Lead", account={"time_zone": zone.key}) for name in ("Aiko", "Nick", "Olga")]
    twenty_days_ago = datetime.now(zone).date() - timedelta(20)
    for user in readers:
        make_alliance(f"Amber of {user.email}", by=user, stage_since=twenty_days_ago, review_months=1)
    for _ in range(2):
        remind.apply_async(queue=queue)
    until(lambda: worker.read_text().count("succeeded in") == 2, what="the worker did not do both passes")
    remind.apply_async(queue=queue)
    until(lambda: worker.read_text().count("succeeded in") == 3, what="the worker did not do the third pass")
    assert sorted(postbox.readers) == ["aiko@hub.example", "nick@hub.example", "olga@hub.example"]
    rows = Reminder.objects.order_by("user__email").values_list("user__email", "state", "step", "attempts")
    assert list(rows) == [(email, "sent", 30, 1) for email in sorted(postbox.readers)]
    kept = set(Reminder.objects.values_list("message_id", flat=True))
    assert {message["Message-ID"].strip("<>") for _address, message in postbox.mails} == kept
    _address, message = postbox.mails[0]
    alliance = Alliance.objects.get(pk=Reminder.objects.get(message_id=message["Message-ID"].strip("<>")).object_id)
    for part in ("plain", "html"):
        assert alliance.get_absolute_url() in message.get_body((part,)).get_content()
