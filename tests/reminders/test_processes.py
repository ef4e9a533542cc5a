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

import pytest
from django.db import connection

from alliances.core.models import Alliance
from coe_hub.celery import app
from coe_hub.reminders.models import Delivery, Preference, Reminder
from coe_hub.reminders.tasks import remind
from coe_hub.reminders.working_days import WorkCalendar
from tests.factories import make_alliance, make_site, make_user
from tests.reminders.conftest import Postbox

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
PATIENCE = 120  # seconds; a worker alone begins after a few, beside much else after twenty
# Two hours apart at most, so that somewhere it is always the middle of the morning.
AROUND_THE_WORLD = (
    *("Pacific/Auckland", "Australia/Sydney", "Asia/Tokyo", "Asia/Bangkok", "Asia/Karachi", "Europe/Moscow"),
    *("Europe/Berlin", "Atlantic/Azores", "America/Sao_Paulo", "America/New_York", "America/Denver"),
    *("America/Anchorage", "Pacific/Pago_Pago", "Asia/Shanghai", "Asia/Dubai", "America/Los_Angeles", "Europe/London"),
)


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


def a_place_where_the_morning_has_come() -> WorkCalendar:
    """Where it is between nine and eleven on a working day now: the pass goes by the real clock.

    Weekends differ: Saturday and Sunday in Germany, Friday in Iran, Saturday in Nepal.
    """
    places = [WorkCalendar(zone, country, "") for country in ("DE", "IR", "NP") for zone in AROUND_THE_WORLD]
    now = {place: datetime.now(place.zone) for place in places}
    return next(one for one in places if now[one].hour in {9, 10} and one.is_working_day(now[one].date()))


def test_a_reminder_crosses_broker_worker_and_mail_server_once_though_the_pass_runs_twice(
    queue: str, worker: Path, postbox: Postbox
) -> None:
    place = a_place_where_the_morning_has_come()
    site = make_site(place)
    account = {"time_zone": place.time_zone}
    readers = [make_user(f"{name} Lead", site=site, account=account) for name in ("Aiko", "Nick", "Olga")]
    a_month_ago = datetime.now(place.zone).date() - timedelta(31)
    for user in readers:
        Preference.objects.create(person=user.person, rhythm="single")
        make_alliance(f"Amber of {user.email}", by=user, stage_since=a_month_ago, review_months=1)
    for _ in range(2):
        remind.apply_async(queue=queue)
    until(lambda: worker.read_text().count("succeeded in") == 2, what="the worker did not do both passes")
    remind.apply_async(queue=queue)
    until(lambda: worker.read_text().count("succeeded in") == 3, what="the worker did not do the third pass")
    assert sorted(postbox.readers) == ["aiko@hub.example", "nick@hub.example", "olga@hub.example"]
    rows = Delivery.objects.order_by("person__user__email").values_list("person__user__email", "state", "attempts")
    assert list(rows) == [(email, "sent", 1) for email in sorted(postbox.readers)]
    kept = set(Delivery.objects.values_list("message_id", flat=True))
    assert {message["Message-ID"].strip("<>") for _address, message in postbox.mails} == kept
    _address, message = postbox.mails[0]
    told = Reminder.objects.get(delivery__message_id=message["Message-ID"].strip("<>"))
    alliance = Alliance.objects.get(pk=told.object_id)
    for part in ("plain", "html"):
        assert alliance.get_absolute_url() in message.get_body((part,)).get_content()
