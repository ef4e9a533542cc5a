"""A clock that is set wrong and set right again, and a mail server that takes its time: each with the real parts."""

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings

from coe_hub.reminders.models import Preference
from tests.factories import make_alliance, make_user
from tests.operations.parts import Parts, browser_of, free_port, running
from tests.operations.test_faults import sent
from tests.reminders.conftest import Postbox

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
WRONG = "tests.operations.wrong_clock_settings"
READERS = ["aiko@hub.example", "nick@hub.example", "olga@hub.example"]


class SlowPostbox(Postbox):
    """It takes half a second for each mail, as one that looks into them does."""

    async def handle_DATA(self, *told: object) -> str:
        await asyncio.sleep(0.5)
        return await super().handle_DATA(*told)


@pytest.fixture
def slow() -> Iterator[SlowPostbox]:
    """A slow mail server; `port` says where."""
    box = SlowPostbox()
    box.port = free_port()
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    server.start()
    yield box
    server.stop()


def remind(parts: Parts, clock: str) -> subprocess.Popen[str]:
    """A run of the reminders on a machine whose clock says this."""
    environment = parts.environment | {"DJANGO_SETTINGS_MODULE": WRONG, "CLOCK_SAYS": clock}
    arguments = [sys.executable, "manage.py", "remind"]
    return subprocess.Popen(arguments, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)


def test_the_clock_is_wrong_and_the_mail_server_slow(words: None, slow: SlowPostbox, tmp_path: Path) -> None:
    for name in ("Aiko", "Nick", "Olga"):
        user = make_user(f"{name} Lead", roles=["alliance_manager"])
        Preference.objects.create(person=user.person, rhythm="single")
        alliance = make_alliance(f"Amber of {name}", by=user, stage_since=date(2027, 2, 1), review_months=1)
    browser, address = browser_of(user), f"{alliance.get_absolute_url()}journal/new/"
    with running(tmp_path) as parts:
        parts.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{slow.port}"
        site = parts.web()
        # While each mail takes its time pages do not
        run = remind(parts, "2027-03-10 12:00+00:00")
        answers = Counter[int]()
        while run.poll() is None:
            answers[browser.get(f"{site}/", timeout=10).status_code] += 1
        assert (run.communicate()[0], set(answers)) == ("planned 3, sent 3\n", {200})
        # A day ahead, and back again: each mail went out for its day, once
        said = [remind(parts, f"2027-03-{day} 12:00+00:00").communicate()[0] for day in (11, 10)]
        assert (said, sorted(slow.readers)) == (["planned 0, sent 0\n"] * 2, READERS)

        parts.environment["DJANGO_SETTINGS_MODULE"] = WRONG
        for hours in (3, -3):
            parts.environment["CLOCK_SAYS"] = (datetime.now(UTC) + timedelta(hours=hours)).isoformat()
            site = parts.web(f"{hours} hours wrong")
            page = browser.get(site + address, timeout=60)
            assert sent(browser, page, site, text=f"written {hours} hours wrong").status_code == 302
        notes = parts.ask("SELECT text FROM alliances_journalentry ORDER BY id")
        assert notes == [("written 3 hours wrong",), ("written -3 hours wrong",)]
