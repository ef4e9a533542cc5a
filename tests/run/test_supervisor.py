"""`make run` as a whole: what it starts, what it says, and that nothing of it stays."""

import os
import re
import signal
import smtplib
import subprocess
import sys
import urllib.request
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.run.conftest import ROOT, environment, parent_of_each_process, run_to_end

pytestmark = [
    pytest.mark.runner,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]
ALL_UP = (200, {"database": "up", "redis": "up", "worker": "up", "beat": "up"})


def test_every_part_is_up(hub):
    assert hub.health() == ALL_UP


def test_a_page_comes_with_all_that_it_asks_for(hub):
    """What is collected for browsers leaves out what no page needs, and nothing else."""
    address = f"http://127.0.0.1:{hub.port}"
    with urllib.request.urlopen(f"{address}/accounts/login/") as page:
        wanted = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.read().decode())
    answered = {}
    for path in wanted:
        with urllib.request.urlopen(address + path) as file:
            answered[path] = file.status, len(file.read()) > 0
    assert len([path for path in wanted if path.endswith(".css")]) >= 2
    assert answered == dict.fromkeys(wanted, (200, True))


def test_says_where_it_is_and_how_to_begin(hub):
    variables = hub.variables()

    assert f"http://localhost:{hub.port} " in hub.said
    assert variables["MAILBOX_ADDRESS"] in hub.said
    assert "manage.py create_admin EMAIL" in hub.said
    assert "partnering" not in hub.said


def test_what_runs_where_is_private(hub):
    assert (hub.folder / "run.json").stat().st_mode & 0o777 == 0o600
    assert (hub.folder / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert hub.folder.stat().st_mode & 0o007 == 0


def test_manage_py_in_another_shell_finds_the_parts(hub):
    script = (
        "from django.db import connection; from django.conf import settings; from django.core.cache import cache\n"
        "cursor = connection.cursor(); cursor.execute('SELECT current_user'); cache.set('greeting', 'hello', 60)\n"
        "print(cursor.fetchone()[0], cache.get('greeting'), settings.PORT)"
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", script],
        cwd=ROOT,
        env=environment(hub.folder),
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == f"hub_app hello {hub.port}\n"


def test_the_database_knows_japanese_letters(hub):
    """Under a C locale the trigrams of Japanese words are empty."""
    script = (
        "from django.db import connection; cursor = connection.cursor()\n"
        "cursor.execute('SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()')\n"
        "print(cursor.fetchone())"
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", script],
        cwd=ROOT,
        env=environment(hub.folder),
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "('b', 'C.UTF-8')\n"


def test_mailbox_takes_a_mail_and_shows_it(hub):
    variables = hub.variables()
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "hub@hub.example", "mika@hub.example", "Review due: アーク提携"
    mail.set_content("Please hold the review.")
    host, _, port = variables["EMAIL_URL"].removeprefix("smtp://").partition(":")

    with smtplib.SMTP(host, int(port), timeout=10) as smtp:
        smtp.send_message(mail)

    port = variables["MAILBOX_ADDRESS"].rpartition(":")[2]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
        page = answer.read().decode()
    assert "Review due: アーク提携" in page
    assert "mika@hub.example" in page


def test_another_start_on_the_same_folder_says_so(hub):
    code, said = run_to_end(hub.folder)

    assert code == 1
    assert said == (
        f"The hub cannot run. A hub already runs on the data folder {hub.folder} (process {hub.process.pid}): "
        "stop it first, or set HUB_DATA_DIR to another folder.\n"
    )
    assert hub.health() == ALL_UP


def test_a_port_in_use_is_told_in_one_line(hub, tmp_path):
    code, said = run_to_end(tmp_path / "other", PORT=str(hub.port))

    assert code == 1
    assert said == (
        f"The hub cannot run. Port {hub.port} is in use by another program: "
        f"stop it, or choose another with PORT={hub.port + 1}.\n"
    )


@pytest.mark.parametrize("name", ["web", "worker", "postgres"])
def test_a_killed_child_is_started_again(hub, name):
    words = {"web": b"gunicorn", "worker": b"celery\0--app=coe_hub.celery\0worker", "postgres": b"bin/postgres"}
    children = {pid for pid, parent in parent_of_each_process().items() if parent == hub.process.pid}
    [victim] = [pid for pid in children if words[name] in _command(pid)]

    os.kill(victim, signal.SIGKILL)

    hub.wait(lambda: f"{name} stopped (by SIGKILL), starting it again in 1 s" in hub.said)
    hub.wait(lambda: _command(victim) == b"" and hub.health() == ALL_UP)
    assert hub.process.poll() is None


def test_stop_leaves_no_process_and_a_new_start_finds_everything(hub):
    """Ctrl-C, then kill -9, then SIGTERM: on the same folder and the same port. Last in this file: it stops the hub."""
    sockets = (hub.folder / "sockets").readlink()
    family = hub.family()
    assert len(family) > 10
    assert hub.stop(signal.SIGINT) == 0
    assert family & parent_of_each_process().keys() == set()
    assert not (hub.folder / "run.json").exists()
    assert not sockets.exists()
    assert hub.health() == (0, {})

    hub.start()
    assert "Making a database" not in hub.said
    assert hub.health() == ALL_UP
    family = hub.family()
    hub.stop(signal.SIGKILL)
    hub.wait(lambda: family & parent_of_each_process().keys() == set())

    hub.start()
    assert hub.health() == ALL_UP
    family = hub.family()
    assert hub.stop(signal.SIGTERM) == 0
    assert family & parent_of_each_process().keys() == set()


def _command(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
