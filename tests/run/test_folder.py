"""The data folder."""

import pytest

from coe_hub.run.errors import CannotRun
from coe_hub.run.folder import DataFolder
from coe_hub.run.testing import DISK, temporary_folder


@pytest.fixture
def folder(tmp_path):
    folder = DataFolder(tmp_path / "deep" / "data")
    folder.open()
    return folder


def test_secret_is_made_once_and_kept_private(folder):
    first = folder.secret("hub_app")

    assert len(first) == 64
    assert DataFolder(folder.path).secret("hub_app") == first
    assert folder.secret("hub_owner") != first
    assert (folder.path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_broken_secrets_are_not_replaced(folder):
    (folder.path / "secrets.json").write_text("{")

    with pytest.raises(CannotRun, match=r"secrets\.json cannot be read .*: restore it from a backup or remove it\.$"):
        folder.secret("hub_app")


def test_announcement_replaces_the_last_and_goes(folder):
    folder.announce({"PORT": "8000"})
    folder.announce({"PORT": "8001"})

    assert folder.run_file.read_text() == '{\n  "PORT": "8001"\n}'
    assert folder.run_file.stat().st_mode & 0o777 == 0o600
    folder.withdraw()
    folder.withdraw()
    assert not folder.run_file.exists()


def test_sockets_folder_is_short_private_and_goes(folder):
    sockets = folder.make_sockets_folder()

    assert len(str(sockets / ".s.PGSQL.5432")) < 60
    assert sockets.stat().st_mode & 0o777 == 0o700
    assert DataFolder(folder.path).leftover_sockets_folder() == sockets
    folder.remove_sockets_folder()
    assert not sockets.exists()
    assert folder.leftover_sockets_folder() is None


def test_only_one_hub_may_use_the_folder(folder):
    with pytest.raises(CannotRun, match=r"^A hub already runs on the data folder"):
        DataFolder(folder.path).open()


def test_tests_work_in_memory_where_there_is_room(tmp_path):
    roomy, full = (temporary_folder(tmp_path, room) for room in (1, 10**18))

    assert (roomy.parent, full.parent, full.stat().st_mode & 0o777) == (tmp_path, DISK, 0o700)
    full.rmdir()
