"""The commands of docs/operations.md, run as they stand there. That each option and variable exists:
tests/architecture/test_operations_page.py."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg2
import pyrage
import pytest
import requests
from django.conf import settings
from django.core.management import call_command

from alliances.core.models import Alliance
from alliances.obligations.models import Obligation
from coe_hub.people.models import User
from coe_hub.run.folder import DataFolder
from coe_hub.run.postgres import SUPERUSER
from tests.alliances.importing import write_csv
from tests.architecture.test_operations_page import MANAGE, MODULES, PAGE
from tests.factories import make_alliance, make_user
from tests.operations.parts import Parts, free_port, running, until
from tests.upgrades.databases import own_database

# What looks at the settings, which a test has others of
_BY_A_PROCESS = ["check", "--database", "default"]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_manage_py_does_what_the_page_says(
    words: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    make_alliance("Kestrel and Northwind", by=make_user("Lena Lead", roles=["alliance_manager"]), reference="KN-1")
    identity = pyrage.x25519.Identity.generate()
    Path("key.txt").write_text(f"# public key: {identity.to_public()}\n{identity}\n", encoding="utf-8")
    lists = {
        "import_alliances": write_csv(Path("alliances.csv"), ["Heron", "Northwind"], head=["name", "partners"]),
        "import_obligations": write_csv(
            Path("owed.csv"), ["KN-1", "Report", "2027-01-31"], head=["Reference", "Obligation", "Deadline"]
        ),
    }
    ran = []

    def run(*line: str) -> str:
        given = {"age1…": str(identity.to_public()), "FILE": str(lists.get(line[0], ""))}
        call_command(*[given.get(word, word) for word in line])
        ran.append([*line])
        return capsys.readouterr().out

    admin = ["create_admin", "ada@company.example", "--name", "Lovelace Ada", "--organisation", "Company Ltd"]
    assert "/accounts/password/reset/key/" in run(*admin)
    run("import_alliances", "FILE")
    run("import_obligations", "FILE")
    assert (Alliance.objects.filter(name="Heron").count(), Obligation.objects.count()) == (1, 1)
    for options in ([], ["--on", "2026-11-23"], ["--dry-run"]):
        assert re.search(r"planned \d+, sent \d+|would plan \d+", run("remind", *options)), options
    Path("var/files").mkdir(parents=True)
    assert run("copy_files", "var/files") == "0 files copied, 0 were there already\n"
    assert "mfa.Authenticator: 0 sealed anew" in run("seal_anew")
    run("backup", "hub.backup")
    assert " is whole, taken " in run("verify_backup", "hub.backup")
    Path("hub.backup").unlink()
    run("backup", "hub.backup", "--recipient", "age1…")
    assert " is whole, taken " in run("verify_backup", "hub.backup", "--identity", "key.txt")
    accounts = User.objects.count()
    with own_database():
        run("restore", "hub.backup", "--identity", "key.txt")
        assert User.objects.count() == accounts
        assert "No migrations to apply." in run("migrate")
    known = {shlex.join(line) for line in ran}
    # The rest are the names of these alone
    assert [line for line in MANAGE if shlex.join(line) not in known and len(line) > 1] == [_BY_A_PROCESS]
    assert {line[0] for line in MANAGE} == {line[0] for line in [*ran, _BY_A_PROCESS]}


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_the_parts_run_one_by_one_as_the_page_says(words: None, tmp_path: Path) -> None:
    with running(tmp_path) as parts:
        port = free_port()
        parts.environment |= {"DJANGO_SETTINGS_MODULE": "coe_hub.settings", "PORT": str(port), "HUB_DEMO": "0"}
        where: dict[str, Any] = {"env": parts.environment, "cwd": settings.BASE_DIR}
        started = []
        for line in MODULES:
            if line[0] == "coe_hub.run.preparation" and "preparation" not in started:
                subprocess.run([sys.executable, "-m", *line], check=True, stdout=subprocess.DEVNULL, **where)
                started.append("preparation")
            elif line[0] in {"gunicorn", "celery"} and line[-1] not in started:
                schedule = [f"--schedule={tmp_path / 'beat'}"] if line[-1] == "beat" else []
                arguments = [sys.executable, "-m", *line, *schedule]
                part = parts._part(line[-1], arguments, parts.environment, cwd=settings.BASE_DIR)
                part.start()
                started.append(line[-1])
        assert started == ["preparation", "--threads=4", "--concurrency=2", "beat"]
        up = {"database": "up", "redis": "up", "worker": "up", "beat": "up"}
        site = f"http://127.0.0.1:{port}"
        until(lambda: _health(site).items() >= up.items(), what="every part is up")
        checked = subprocess.run(
            [sys.executable, "manage.py", *_BY_A_PROCESS], check=True, capture_output=True, text=True, **where
        )
        assert checked.stdout.startswith("System check identified no issues")
        [check] = [line for line in MODULES if line[0] == "coe_hub.run.healthcheck"]
        subprocess.run([sys.executable, "-m", *check], check=True, **where)
        assert "Sign in" in requests.get(f"{site}/accounts/login/", timeout=30).text
        _roles_and_database_are_made(parts, tmp_path)


def _health(site: str) -> dict[str, str]:
    try:
        return requests.get(f"{site}/healthz", timeout=30).json()
    except requests.RequestException:
        return {}


def _roles_and_database_are_made(parts: Parts, folder: Path) -> None:
    """What a superuser does once, and how Postgres is told to keep values out of its log."""
    [block] = re.findall(r"^```sql\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    quiet = re.findall(r"`(ALTER ROLE hub_app SET [^`]+)`", PAGE)
    quiet += [f"ALTER ROLE hub_app SET {one}" for one in re.findall(r"`(log_\w+ = \w+)`", PAGE)]
    assert (len(quiet), "CREATE DATABASE" in block) == (5, True)
    secret = DataFolder(folder / "cluster").secret(SUPERUSER)
    url = re.sub(r"//[^@]*@", f"//{SUPERUSER}:{secret}@", parts.database_url)
    connection = psycopg2.connect(url)
    connection.autocommit = True
    # The cluster of the test has these roles and this database already
    other = {"hub_owner": "page_owner", "hub_app": "page_app", "DATABASE hub": "DATABASE page", "…": "secret"}
    with connection.cursor() as cursor:
        for statement in [*filter(str.strip, block.split(";")), *quiet]:
            for ours, theirs in other.items():
                statement = statement.replace(ours, theirs)
            cursor.execute(statement)
        cursor.execute("SELECT datcollate FROM pg_database WHERE datname = 'page'")
        assert cursor.fetchall() == [("C.UTF-8",)]
    connection.close()
