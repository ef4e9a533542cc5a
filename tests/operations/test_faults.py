"""What falls while people work: pages say so in a clear line, come back by themselves, and lose nothing entered.

Each test starts the real parts and takes one away. Reminders under kills of everything: tests/reminders/test_chaos.py.
"""

import json
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import requests
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from alliances.core.models import Alliance
from coe_hub.people.models import User
from governance.packs.actions import make_pack
from governance.packs.models import Pack
from tests.attachments.data import pdf
from tests.factories import PASSWORD, make_alliance, make_user
from tests.hostile.forms import Forms
from tests.operations.parts import Part, Parts, browser_of, running, until

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
AWAY = "The database does not answer just now"
WRITERS = 4


@pytest.fixture
def ada(words: None) -> User:
    """Somebody with one alliance, and a session in the database alone, as each web of many finds it."""
    return make_user("Ada Admin", roles=["admin", "alliance_manager", "committee"])


@pytest.fixture
def alliance(ada: User) -> Alliance:
    return make_alliance("Kestrel and Northwind", by=ada)


def sent(browser: requests.Session, page: requests.Response, site: str, **typed: str) -> requests.Response:
    """The form of a page sent with this typed into it, as a browser sends it."""
    [form, *_more] = [one for one in Forms(page.text, page.url).found if set(typed) <= set(one.values) or not typed]
    data = form.filled() | {name: [value] for name, value in typed.items()}
    address = form.action if form.action.startswith("http") else site + form.action
    return browser.post(address, data=data, headers={"Referer": page.url}, allow_redirects=False, timeout=60)


class Writer(threading.Thread):
    """Somebody who writes notes one after the other, and sends again what was not saved, from the very page that says
    so."""

    def __init__(self, browser: requests.Session, sites: list[str], address: str, name: str) -> None:
        super().__init__(name=name)
        self.browser, self.sites, self.address = browser, sites, address
        self.written: list[str] = []
        self.answers: Counter[int] = Counter()
        self.told: set[str] = set()
        self.goes_on, self.wrong = True, ""

    def run(self) -> None:
        try:
            self.write()
        except Exception as error:  # noqa: BLE001  CONFIG: told at the end, by the thread of the test
            self.wrong = repr(error)

    def write(self) -> None:
        """Until somebody says that it is enough."""
        while self.goes_on and not self.wrong:
            site = self.sites[len(self.written) % len(self.sites)]
            text = f"note {self.name}-{len(self.written)}"
            page = self.asked(lambda site=site: self.browser.get(site + self.address, timeout=60))
            assert page.status_code == 200, (page.status_code, page.text[:300])
            answer = self.noted(sent(self.browser, page, site, text=text))
            while answer.status_code == 503:
                time.sleep(0.3)  # the page says half a minute; this test is impatient
                answer = self.noted(sent(self.browser, answer, site))
            self.wrong = "" if answer.status_code == 302 else f"{answer.status_code}: {answer.text[:500]}"
            self.written.append(text)

    def asked(self, ask: Any) -> requests.Response:
        """The page, once it is there."""
        while (answer := self.noted(ask())).status_code == 503:
            time.sleep(0.3)
        return answer

    def noted(self, answer: requests.Response) -> requests.Response:
        """What was answered, kept for the end."""
        self.answers[answer.status_code] += 1
        if answer.status_code == 503:
            self.told.add(f"{AWAY in answer.text} {answer.headers['Retry-After']} {answer.headers['Cache-Control']}")
        return answer


def requests_counted(site: str) -> float:
    """How many requests the processes of a web server have counted."""
    answer = requests.get(f"{site}/metrics", headers={"Authorization": "Bearer a-token-of-monitoring"}, timeout=30)
    families = text_string_to_metric_families(answer.text)
    return sum(one.value for each in families for one in each.samples if one.name == "hub_requests_total")


def test_postgres_goes_and_comes_back_under_load(ada: User, alliance: Alliance, tmp_path: Path) -> None:
    browsers = [browser_of(ada) for _number in range(WRITERS)]
    with running(tmp_path) as parts:
        sites = [parts.web("web-1"), parts.web("web-2")]
        counted = requests_counted(sites[0])
        for _number in range(7):
            browsers[0].get(f"{sites[0]}/people/", timeout=60)
        assert requests_counted(sites[0]) - counted == 7  # over both its processes, and no more than these

        address = f"{alliance.get_absolute_url()}journal/new/"
        writers = [Writer(one, sites, address, str(number)) for number, one in enumerate(browsers)]
        for writer in writers:
            writer.start()
        until(lambda: all(writer.written for writer in writers), what="everybody writes")
        # What tomorrow's migration adds, while today's code goes on
        parts.ask("ALTER TABLE alliances_journalentry ADD COLUMN of_tomorrow text NOT NULL DEFAULT ''")
        parts.postgres.stop(signal.SIGINT)  # as a restart does
        until(lambda: all(one.wrong or one.answers[503] for one in writers), what="everybody is told")
        health = requests.get(f"{sites[0]}/healthz", timeout=30)
        assert (health.status_code, health.json()["database"]) == (503, "down")
        parts.start_database()
        before = [len(writer.written) for writer in writers]
        until(
            lambda: all(one.wrong or len(one.written) > count for one, count in zip(writers, before, strict=True)),
            what="everybody writes again",
        )
        assert {writer.wrong for writer in writers} == {""}
        _while_it_hangs(parts, sites[0])
        for writer in writers:
            writer.goes_on = False
        for writer in writers:
            writer.join(60)
        assert {told for writer in writers for told in writer.told} == {"True 30 no-store"}
        assert set().union(*(writer.answers for writer in writers)) == {200, 302, 503}
        saved = Counter(text for [text] in parts.ask("SELECT text FROM alliances_journalentry"))
        assert saved == Counter(text for writer in writers for text in writer.written)


def _while_it_hangs(parts: Parts, site: str) -> None:
    """A server that takes nobody in and sends nobody away: whoever watches the hub is told all the same."""
    postgres = parts.postgres.process
    assert postgres is not None
    postgres.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    health = requests.get(f"{site}/healthz", timeout=30)
    took = time.monotonic() - began
    postgres.send_signal(signal.SIGCONT)
    assert (health.status_code, health.json()["database"], took < 5) == (503, "down", True)


def test_redis_goes_and_pages_work_without_it(ada: User, alliance: Alliance, tmp_path: Path) -> None:
    browser = browser_of(ada)
    with running(tmp_path) as parts:
        parts.environment["SECURITY_LOG"] = str(tmp_path / "security.log")
        site = parts.web()
        parts.valkey.stop()
        began = time.monotonic()
        pages = ("/", "/alliances/", alliance.get_absolute_url(), "/people/")
        assert [browser.get(site + page, timeout=60).status_code for page in pages] == [200] * 4
        page = browser.get(f"{site}{alliance.get_absolute_url()}journal/new/", timeout=60)
        assert sent(browser, page, site, text="written without Redis").status_code == 302
        # A list is handed in: it waits, and its page says so
        page = browser.get(f"{site}/import/", timeout=60)
        [form] = [one for one in Forms(page.text, page.url).found if one.files]
        files = {"file": ("list.csv", b"name,partner\nHeron,Northwind\n")}
        answer = browser.post(
            f"{site}/import/", data=form.filled(), files=files, headers={"Referer": page.url}, timeout=60
        )
        assert answer.status_code == 200, answer.text[:300]
        # Who may sign in may; who guesses is held up by each process for itself
        visitor = requests.Session()
        visitor.trust_env = False
        assert _signed_in(visitor, site, ada.email, PASSWORD).status_code == 302
        said = [_signed_in(requests.Session(), site, ada.email, f"wrong {number}").text for number in range(16)]
        # Five wrong ones are let through by each of its two processes, whichever is asked
        refused = ["Too many" in text for text in said]
        assert (refused[:5], sum(refused) >= 6) == ([False] * 5, True)
        assert time.monotonic() - began < 60
        events = Counter(json.loads(line)["event"] for line in (tmp_path / "security.log").read_text().splitlines())
        assert (events["signed_in"], events["sign_in_failed"], events["refused"]) == (
            1,
            16 - sum(refused),
            sum(refused),
        )
        log = (tmp_path / "web.log").read_text()
        assert "Redis is away, pages go on without it" in log

        parts.valkey.start()
        until(lambda: requests.get(f"{site}/healthz", timeout=30).json()["redis"] == "up", what="Redis is up again")
        assert browser.get(f"{site}/", timeout=60).status_code == 200


def _signed_in(browser: requests.Session, site: str, email: str, password: str) -> requests.Response:
    browser.trust_env = False
    page = browser.get(f"{site}/accounts/login/", timeout=60)
    return sent(browser, page, site, login=email, password=password) if page.status_code == 200 else page


def test_a_full_disk_is_told_and_nothing_is_half_there(ada: User, alliance: Alliance, tmp_path: Path) -> None:
    browser = browser_of(ada)
    with running(tmp_path) as parts:
        site = parts.web(file_limit=400_000)
        page = browser.get(f"{site}{alliance.get_absolute_url()}files/", timeout=60)
        [form, *_more] = [one for one in Forms(page.text, page.url).found if one.files]
        content = pdf().read() + b"\n% " + b"x" * 600_000
        [field] = form.files
        address = site + form.action if form.action.startswith("/") else form.action
        answer = browser.post(
            address, data=form.filled(), files={field: ("big.pdf", content)}, headers={"Referer": page.url}, timeout=60
        )
        assert (answer.status_code, "The disk of the hub is full" in answer.text) == (507, True)
        assert parts.ask("SELECT count(*) FROM attachments_attachment") == [(0,)]
        assert browser.get(f"{site}/", timeout=60).status_code == 200
        # What fits is still taken
        answer = browser.post(
            address, data=form.filled(), files={field: ("small.pdf", pdf().read())}, headers={"Referer": page.url},
            timeout=60,
        )  # fmt: skip
        assert (answer.status_code, parts.ask("SELECT count(*) FROM attachments_attachment")) == (200, [(1,)])


def test_a_worker_killed_in_its_task_loses_none_and_does_none_twice(ada: User, tmp_path: Path) -> None:
    """Of each long task the process at work is killed, as the system kills one that takes too much memory. What leaves
    nothing behind is done again by itself; a list and an archive are not, since they may be what killed it: they say
    so, and are done when somebody asks again. Then two workers and two beats are at one hub, and do nothing twice."""
    pack = make_pack(by=ada, day=timezone.localdate(), language="en", readers="committee")
    type(pack).objects.update(finished_at=None, pptx="", pdf="")
    browser = browser_of(ada)
    with running(tmp_path) as parts:
        backups = tmp_path / "backups"
        backups.mkdir()
        parts.environment["BACKUP_FOLDER"] = str(backups)
        worker = parts.worker()

        number = "req-0123456789abcdef"
        with held_up(parts, worker, "packs_pack"):
            parts.run(
                "from coe_hub.lib.request_ids import carrying", "from governance.packs.tasks import make_pack_files",
                f"with carrying({number!r}): make_pack_files.delay({pack.pk})",
            )  # fmt: skip
        done = "SELECT pptx <> '' FROM packs_pack WHERE finished_at IS NOT NULL"
        assert until(lambda: parts.ask(done), what="the pack is done") == [(True,)]
        lines = [json.loads(line) for line in worker.log.read_text().splitlines() if line.startswith("{")]
        told = [one["message"] for one in lines if one.get("request") == number or "SIGKILL" in str(one)]
        assert ("signal 9 (SIGKILL)" in told[-2], "succeeded" in told[-1]) == (True, True)

        _pack_that_kills_each_worker_is_given_up_and_told(parts, worker, browser, pack)
        _list_is_given_up_and_written_when_asked_again(parts, worker, ada)
        _archive_is_given_up_and_made_when_asked_again(parts, worker, ada)

        # What was begun of the night's backup goes, and it is taken anew
        with held_up(parts, worker, "vocabulary_stage"):
            parts.run("from coe_hub.operations.tasks import back_up", "back_up.delay()")
        until(lambda: parts.ask(_GOOD_BACKUP), what="it is backed up")
        assert [path.suffix for path in backups.iterdir()] == [".backup"]
        notes = parts.ask("SELECT problem FROM operations_backup ORDER BY id")
        assert notes == [("The worker was stopped before it was written to its end.",), ("",)]

        _of_two_workers_and_two_beats_nothing_is_done_twice(parts, backups)


_GOOD_BACKUP = "SELECT 1 FROM operations_backup WHERE ended_at IS NOT NULL AND problem = ''"
_AT_WORK = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@contextmanager
def held_up(parts: Parts, worker: Part, table: str, *, mode: str = "ACCESS EXCLUSIVE") -> Iterator[None]:
    """Nobody uses the table; what the block hands over waits there, and the process that waits is killed."""
    holder = psycopg2.connect(parts.database_url)
    holder.cursor().execute(f"LOCK TABLE {table} IN {mode} MODE")
    yield
    until(lambda: parts.ask(_AT_WORK), what=f"the task waits at {table}")
    os.kill(_child_of(worker), signal.SIGKILL)
    holder.close()


def _pack_that_kills_each_worker_is_given_up_and_told(
    parts: Parts, worker: Part, browser: requests.Session, pack: Pack
) -> None:
    """It is begun three times, then nobody takes it up: its maker and the admins are told."""
    parts.ask("UPDATE packs_pack SET finished_at = NULL, pptx = '', pdf = ''")
    holder = psycopg2.connect(parts.database_url)
    holder.cursor().execute("LOCK TABLE packs_pack IN ACCESS EXCLUSIVE MODE")
    parts.run("from governance.packs.tasks import make_pack_files", f"make_pack_files.delay({pack.pk})")
    # Postgres does not see that who waits at a lock is dead, so each begins anew beside the dead ones
    for dead in range(3):
        until(lambda dead=dead: len(parts.ask(_AT_WORK)) > dead, what=f"it is begun after {dead} workers")
        os.kill(_child_of(worker), signal.SIGKILL)
    holder.close()
    told = "SELECT failed_at IS NOT NULL, stops_workers, finished_at FROM packs_pack"
    until(lambda: parts.ask(told) == [(True, True, None)], what="it is given up")
    given_up = parts.ask("SELECT task, stops FROM operations_stoppedwork WHERE is_given_up")
    assert given_up == [("governance.packs.tasks.make_pack_files", 3)]
    site = parts.web()
    assert "Each of three attempts stopped" in browser.get(site + pack.get_absolute_url(), timeout=60).text
    assert "3 workers were killed" in browser.get(f"{site}/reminders/engine/", timeout=60).text


def _list_is_given_up_and_written_when_asked_again(parts: Parts, worker: Part, ada: User) -> None:
    beginning = (
        "from django.core.files.base import ContentFile", "from coe_hub.imports import actions",
        "from coe_hub.imports.models import Import", "from coe_hub.people.models import User",
        f"ada = User.objects.get(pk={ada.pk})",
    )  # fmt: skip
    state = "SELECT state, message FROM imports_import"

    def asked(*lines: str, settled: str) -> list[tuple[Any, ...]]:
        parts.run(*beginning, *lines)
        return until(lambda: [row for row in parts.ask(state) if row[0] == settled], what=f"it is {settled}")

    content = b"name,country,kind\nAcme,JP,biotech\nCore,DE,pharma\n"
    asked(
        f"run = actions.begin(kind='organisations', name='list.csv', content=ContentFile({content!r}), by=ada)",
        "columns = {name: name for name in ('name', 'country', 'kind')}",
        "actions.settle_columns(run=run, columns=columns, defaults={}, separator='|', wrong='cells')",
        settled="checked",
    )
    written = "SELECT count(*) FROM people_organisation WHERE name IN ('Acme', 'Core')"
    with held_up(parts, worker, "people_organisation", mode="SHARE"):
        parts.run(*beginning, "actions.start(run=Import.objects.get(), job='write')")
    [[_state, message]] = until(lambda: [row for row in parts.ask(state) if row[0] == "failed"], what="it is given up")
    assert message == "The hub stopped in the middle of it, perhaps at this file. Nothing was written; start again."
    assert parts.ask(written) == [(0,)]
    asked("actions.start(run=Import.objects.get(), job='check')", settled="checked")
    asked("actions.start(run=Import.objects.get(), job='write')", settled="done")
    assert parts.ask(written) == [(2,)]


def _archive_is_given_up_and_made_when_asked_again(parts: Parts, worker: Part, ada: User) -> None:
    asking = (
        "from coe_hub.api.exports.actions import ask_export", "from coe_hub.people.models import User",
        f"ask_export(user=User.objects.get(pk={ada.pk}), kind='register')",
    )  # fmt: skip
    with held_up(parts, worker, "alliances_party"):
        parts.run(*asking)
    states = "SELECT state FROM api_export ORDER BY id"
    until(lambda: parts.ask(states) == [("failed",)], what="it is given up")
    files = parts.folder / "data" / "files" / "exports"
    assert list(files.glob("*")) == []
    parts.run(*asking)
    until(lambda: parts.ask(states) == [("failed",), ("ready",)], what="it is made")
    assert [path.suffix for path in files.iterdir()] == [".zip"]


def _of_two_workers_and_two_beats_nothing_is_done_twice(parts: Parts, backups: Path) -> None:
    """What beat asks for is asked for by both, many times a second, and by both workers at once."""
    parts.ask("UPDATE operations_backup SET started_at = started_at - interval '1 day', file = 'yesterday'")
    for old in backups.iterdir():
        old.unlink()
    second = parts.worker("second")
    beats = [parts.beat(f"beat-{number}") for number in (1, 2)]
    sent = "Sending due task back_up"
    until(lambda: all(beat.log.read_text().count(sent) > 2 for beat in beats), what="both beats ask")
    until(lambda: "back_up" in second.log.read_text(), what="the second worker is asked too")
    until(lambda: parts.ask(f"{_GOOD_BACKUP} AND file <> 'yesterday'"), what="it is backed up")
    assert (len(list(backups.iterdir())), parts.ask("SELECT count(*) FROM operations_backup")) == (1, [(3,)])
    lines = [line for log in parts.folder.glob("*.log") for line in log.read_text().splitlines()]
    assert [line for line in lines if '"traceback"' in line and "WorkerLostError" not in line] == []


def _child_of(worker: Part) -> int:
    """The process in which the worker does its task."""
    pid = worker.process.pid if worker.process else 0
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
