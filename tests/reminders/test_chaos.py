"""Hundreds of reminders while workers, the broker and the mail server are killed: nothing lost, nothing twice.

Real Postgres, a Valkey of this test's own, Celery workers in processes of their own, and a real SMTP server in one.
Everything is killed without warning, at random moments, until all is told. Then every reminder that was due must have
reached its reader's mailbox, and a second copy of a mail may be there only where the database counted that nobody knew
whether the first went out: under the same Message-ID, with the same text.
"""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from coe_hub.people.models import User
from coe_hub.reminders.models import Delivery, Preference, Reminder
from coe_hub.run.valkey import server_program
from tests.factories import make_alliance, make_site, make_user
from tests.reminders.test_processes import a_place_where_the_morning_has_come

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

READERS, THINGS_EACH = 30, 10  # half of the readers get a mail for each thing, the others a digest
PATIENCE = 300  # seconds
KILLS = 20
KILL_EVERY = (0.3, 1.5)  # seconds
A_CLAIM_LASTS = timedelta(seconds=3)  # not fifteen minutes: this test is impatient

# Takes mails, one file each, written before it says that it took them; now and then slow, sometimes busy.
_MAIL_SERVER = """
import asyncio, os, random, sys, uuid
from aiosmtpd.controller import Controller

folder, port, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
dice = random.Random(seed)

class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if dice.random() < 0.03:
            return "450 4.2.1 mailbox busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = os.path.join(folder, uuid.uuid4().hex)
        with open(name + ".part", "wb") as file:
            file.write(envelope.content)
        os.rename(name + ".part", name + ".eml")
        await asyncio.sleep(dice.choice((0, 0, 0, 0.02, 0.1)))
        return "250 OK"

server = Controller(Handler(), hostname="127.0.0.1", port=port)
server.start()
asyncio.run(asyncio.Event().wait())
"""
# What beat does every five minutes, here every half second and in as many copies as there are.
_BEAT = """
import sys, time
import django
django.setup()
from coe_hub.reminders.tasks import remind
while True:
    try:
        remind.apply_async(queue=sys.argv[1], retry=False)
    except Exception as error:
        print(error, flush=True)
    time.sleep(0.5)
"""


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Part:
    """A program that may be killed at any time and is started again."""

    def __init__(self, name: str, arguments: list[str], environment: dict[str, str], folder: Path) -> None:
        self.name, self.arguments, self.environment = name, arguments, environment
        self.log = folder / f"{name}.log"
        self.kills = 0
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.arguments, env=self.environment, stdout=output, stderr=output, start_new_session=True
            )

    def kill(self) -> None:
        """End it and its children at once, as `kill -9` does."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_and_start_again(self) -> None:
        self.kills += 1
        self.kill()
        self.start()


@pytest.fixture
def parts(readers: None, tmp_path: Path) -> Iterator[list[Part]]:
    """Mail server, broker, two workers, two beats; started when everything is due."""
    mails = tmp_path / "mails"
    mails.mkdir()
    port, queue = _free_port(), "chaos"
    sockets = Path(tempfile.mkdtemp(prefix="hub-chaos-", dir="/tmp"))
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = dict(os.environ) | {
        "DATABASE_URL": database,
        "REDIS_URL": f"unix://{sockets}/valkey.sock?db=0",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "EMAIL_SENDERS": "3",
        "DJANGO_SETTINGS_MODULE": "coe_hub.settings",
    }
    valkey = ["--port", "0", "--unixsocket", f"{sockets}/valkey.sock", "--dir", str(sockets), "--save", ""]
    worker = ["-m", "celery", "--app=coe_hub", "worker", "--concurrency=2", f"--queues={queue}", "--loglevel=WARNING"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    started = [Part("valkey", [str(server_program()), *valkey], environment, tmp_path)]
    for name, arguments in (
        ("mail-server", ["-c", _MAIL_SERVER, str(mails), str(port), "7"]),
        ("worker-1", [*worker, "--hostname=one@%h"]),
        ("worker-2", [*worker, "--hostname=two@%h"]),
        ("beat-1", ["-c", _BEAT, queue]),
        ("beat-2", ["-c", _BEAT, queue]),
    ):
        started.append(Part(name, [sys.executable, *arguments], environment, tmp_path))
    yield started
    for part in reversed(started):
        part.kill()
    shutil.rmtree(sockets)


@pytest.fixture
def readers() -> None:
    """People whose morning has come, with things due within the week; half of them like a mail for each."""
    place = a_place_where_the_morning_has_come()
    site = make_site(place)
    held = datetime.now(place.zone).date() - timedelta(25)
    for number in range(READERS):
        user = make_user(f"Reader{number} Lead", site=site, account={"time_zone": place.time_zone})
        Preference.objects.create(person=user.person, rhythm="single" if number % 2 else "daily")
        for thing in range(THINGS_EACH):
            make_alliance(f"Alliance {number}-{thing}.", by=user, stage_since=held, review_months=1)


def _is_all_told() -> bool:
    told = Reminder.objects.count() == READERS * THINGS_EACH
    return told and not Reminder.objects.exclude(delivery__state__in=("sent", "failed", "stopped")).exists()


def test_nothing_is_lost_and_nothing_comes_twice_whatever_is_killed(parts: list[Part], tmp_path: Path) -> None:
    dice = random.Random(os.environ.get("CHAOS_SEED"))  # noqa: S311  CONFIG: chance, not secrecy
    end = time.monotonic() + PATIENCE
    while not _is_all_told():
        assert time.monotonic() < end, f"not all was told within {PATIENCE} s: {_states()}"
        if sum(part.kills for part in parts) < KILLS:  # then a quiet time, in which all comes to its end
            dice.choice(parts).kill_and_start_again()
        Delivery.objects.filter(state="planned", claimed_until__gt=timezone.now() + timedelta(seconds=3)).update(
            claimed_until=timezone.now()
            + timedelta(seconds=3)  # a claim of fifteen minutes, seen by an impatient clock
        )
        time.sleep(dice.uniform(*KILL_EVERY))

    assert _states() == {"sent": READERS // 2 * THINGS_EACH + READERS // 2}
    arrived = defaultdict(list)
    for path in (tmp_path / "mails").glob("*.eml"):
        message = message_from_bytes(path.read_bytes(), policy=default)
        arrived[message["Message-ID"].strip("<>")].append(message)
    mails = Delivery.objects.select_related("person__user").in_bulk(field_name="message_id")
    assert set(arrived) == set(mails)  # nothing lost, and nothing that was not planned
    for number, copies in arrived.items():
        assert len(copies) <= 1 + mails[number].unclear
        assert {copy["To"] for copy in copies} == {mails[number].person.user.email}
        assert len({copy.get_body(("plain",)).get_content() for copy in copies}) == 1
    _everything_was_told_to_whom_it_concerns(arrived)


def _states() -> dict[str, int]:
    return dict(Counter(Delivery.objects.values_list("state", flat=True)))


def _everything_was_told_to_whom_it_concerns(arrived: dict[str, list]) -> None:
    texts = defaultdict(str)
    for copies in arrived.values():
        texts[copies[0]["To"]] += copies[0].get_body(("plain",)).get_content()
    for user in User.objects.select_related("person"):
        led = set(user.person.led_alliances.values_list("name", flat=True))
        assert (len(led), {name for name in led if name in texts[user.email]}) == (THINGS_EACH, led)
