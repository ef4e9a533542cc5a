"""The whole hub in one file, and back into an empty one: row by row, with its files and its audit trail.

`tests/upgrades` restores a backup of an earlier version.
"""

import json
import tarfile
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pyrage
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coe_hub.operations.backups import archive, taking
from coe_hub.operations.backups.nightly import back_up_tonight
from coe_hub.operations.backups.restoring import verify_backup
from coe_hub.operations.models import Backup
from coe_hub.people.models import User
from tests import databases
from tests.browser.samples import make_samples
from tests.factories import PASSWORD
from tests.upgrades.databases import Rows, columns_of_tables, own_database, rows_of

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
FOLDER = Path(__file__).parents[1] / "upgrades"


@pytest.fixture
def samples(words: None, tmp_path: Path) -> SimpleNamespace:
    """A hub in use, with one of everything."""
    return databases.world("samples", lambda: make_samples(tmp_path))


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A file as age-keygen writes it."""
    identity = pyrage.x25519.Identity.generate()
    path = tmp_path / "key.txt"
    path.write_text(f"# created: 2026-11-30\n# public key: {identity.to_public()}\n{identity}\n")
    return path


@pytest.fixture
def files(samples: SimpleNamespace) -> dict[str, bytes]:
    """What the store holds of that hub."""
    return files_of_the_store()


def files_of_the_store() -> dict[str, bytes]:
    names = sorted(taking._names_of_files())
    return {name: default_storage.open(name).read() for name in names if default_storage.exists(name)}


def everything() -> dict[str, Rows]:
    return rows_of({table: columns for table, columns in columns_of_tables().items() if table != "operations_backup"})


@pytest.mark.parametrize("is_sealed", [False, True], ids=["open", "sealed"])
def test_a_hub_comes_back_row_by_row_with_its_files_and_its_history(
    is_sealed: bool,
    samples: SimpleNamespace,
    files: dict[str, bytes],
    tmp_path: Path,
    key: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "hub.backup"
    public = key.read_text().split()[6]
    call_command("backup", str(path), **({"recipient": public} if is_sealed else {}))
    rows = everything()
    assert len(files) > 2
    filled = {name for name, one in rows.items() if one.count}
    assert "alliances_alliance" in filled
    assert len([name for name in filled if name.endswith("event")]) > 20
    told = capsys.readouterr().out
    total = sum(one.count for one in rows.values()) + 1  # the note of the backup itself
    assert f"{total:,} rows of {len(rows) + 1} tables, {len(files)} files" in told
    assert (path.read_bytes()[:10] == b"age-encryp", path.stat().st_mode & 0o777) == (is_sealed, 0o600)

    for name in files:
        default_storage.delete(name)
    options = {"identity": key} if is_sealed else {}
    with own_database():
        call_command("restore", str(path), **options)
        assert (everything(), files_of_the_store()) == (rows, files)
        client = Client()
        signed_in = client.post(reverse("account_login"), {"login": samples.ada.email, "password": PASSWORD})
        assert (signed_in.status_code, signed_in.url) == (302, "/")
        page = client.get(samples.record.get_absolute_url())
        assert samples.record.name in page.content.decode()
    note = Backup.objects.get()
    assert (note.problem, note.rows, note.files, note.size, note.is_sealed) == (
        "", total, len(files), path.stat().st_size, is_sealed,
    )  # fmt: skip


def test_nothing_goes_into_a_hub_with_accounts(samples: SimpleNamespace, tmp_path: Path) -> None:
    path = tmp_path / "hub.backup"
    call_command("backup", str(path))
    accounts = User.objects.count()
    with pytest.raises(CommandError, match="There are accounts in this hub already"):
        call_command("restore", str(path))
    assert User.objects.count() == accounts
    with pytest.raises(CommandError, match="is there already: a backup writes over nothing"):
        call_command("backup", str(path))


def damaged(path: Path, how: str) -> None:
    content = bytearray(path.read_bytes())
    if how == "cut off":
        path.write_bytes(content[: len(content) * 2 // 3])
    elif how == "a letter changed":
        content[len(content) // 3] ^= 1
        path.write_bytes(content)
    else:
        path.write_bytes(b"PK\x03\x04 no backup at all" * 50)


@pytest.mark.parametrize("how", ["cut off", "a letter changed", "another file"])
def test_what_is_not_whole_is_refused_and_leaves_the_hub_as_it_was(
    how: str, samples: SimpleNamespace, files: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "hub.backup"
    call_command("backup", str(path))
    assert verify_backup(path).rows == taking.count_rows(connection.cursor()) | {"operations_backup": 1}
    for name in files:
        default_storage.delete(name)
    damaged(path, how)
    with pytest.raises(CommandError, match=r"damaged|cut off|Damaged|no backup"):
        call_command("verify_backup", str(path))
    with own_database():
        with pytest.raises(CommandError):
            call_command("restore", str(path))
        assert columns_of_tables() == {}
    assert [name for name in files if default_storage.exists(name)] == []


def test_a_sealed_one_needs_its_key(words: None, tmp_path: Path, key: Path) -> None:
    path = tmp_path / "hub.backup"
    call_command("backup", str(path), recipient=key.read_text().split()[6])
    with pytest.raises(CommandError, match="is sealed: give the file of its private key"):
        call_command("verify_backup", str(path))
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("verify_backup", str(path), identity=other)
    with pytest.raises(CommandError, match="is no public key of age"):
        call_command("backup", str(tmp_path / "next.backup"), recipient="age1nonsense")
    call_command("verify_backup", str(path), identity=key)


def test_each_night_one_is_taken_and_the_oldest_goes(words: None, tmp_path: Path, settings) -> None:
    assert back_up_tonight() is None
    settings.BACKUP_FOLDER, settings.BACKUPS_KEPT = str(tmp_path), 2
    for day in ("20260101", "20260102"):
        (tmp_path / f"hub-{day}T020000.backup").write_text("old")
    (tmp_path / "ours.backup").write_text("kept by hand")
    path = back_up_tonight()
    names = sorted(one.name for one in tmp_path.iterdir())
    assert names == sorted(["hub-20260102T020000.backup", path.name, "ours.backup"])
    assert back_up_tonight() is None  # a second beat asks for the same night
    settings.BACKUP_FOLDER = str(tmp_path / "gone")
    with pytest.raises(Exception, match="No such file or directory"):
        back_up_tonight()
    assert [one.problem == "" for one in Backup.objects.order_by("pk")] == [True, False]
    assert Client().get("/healthz").json()["backup"] == "up"
    Backup.objects.update(
        started_at=timezone.now() - timedelta(hours=27), ended_at=timezone.now() - timedelta(hours=27)
    )
    assert Client().get("/healthz").json()["backup"] == "late"


def test_a_file_that_the_store_lost_is_named(
    files: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = next(iter(files))
    default_storage.delete(lost)
    call_command("backup", str(tmp_path / "hub.backup"))
    assert lost in capsys.readouterr().err
    with tarfile.open(tmp_path / "hub.backup") as tar:
        manifest = json.load(tar.extractfile(archive.MANIFEST))
    assert (manifest["missing"], lost in manifest["files"]) == ([lost], False)
