"""The data folder (`HUB_DATA_DIR`): one lock, secrets, logs, and the file that tells other shells what runs."""

import fcntl
import json
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from coe_hub.run.errors import CannotRun


class DataFolder:
    """A folder that this process alone runs a hub in. Whatever is secret in it has mode 0600."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.log = path / "log"
        self.run_file = path / "run.json"
        self._sockets_link = path / "sockets"
        self._lock_descriptor: int | None = None

    def open(self) -> None:
        """Create what is missing and lock the folder until this process ends. Raises CannotRun."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.mkdir(mode=0o700, exist_ok=True)
            self.log.mkdir(mode=0o700, exist_ok=True)
            self._lock_descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise CannotRun(
                f"The data folder {self.path} cannot be used ({error.strerror}): "
                "set HUB_DATA_DIR to a folder this account can write to."
            ) from error
        try:
            fcntl.flock(self._lock_descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            owner = os.read(self._lock_descriptor, 20).decode() or "unknown"
            raise CannotRun(
                f"A hub already runs on the data folder {self.path} (process {owner}): "
                "stop it first, or set HUB_DATA_DIR to another folder."
            ) from error
        os.truncate(self._lock_descriptor, 0)
        os.pwrite(self._lock_descriptor, str(os.getpid()).encode(), 0)

    def secret(self, name: str) -> str:
        """The secret of this name: made at first use, the same ever after."""
        path = self.path / "secrets.json"
        known = _read_object(path)
        if name not in known:
            known[name] = secrets.token_hex(32)
            _write_private(path, known)
        return known[name]

    def make_sockets_folder(self) -> Path:
        """A new private folder whose path is short: a socket's path may have 107 bytes, a data folder's may have more.

        Its name is random, so nobody can be there before us; a link in the data folder tells where it is.
        """
        sockets = Path(tempfile.mkdtemp(prefix="coe-hub-", dir="/tmp"))
        self._sockets_link.symlink_to(sockets)
        return sockets

    def leftover_sockets_folder(self) -> Path | None:
        """The sockets folder of a hub that was killed; None after a clean stop."""
        return self._sockets_link.readlink() if self._sockets_link.is_symlink() else None

    def remove_sockets_folder(self) -> None:
        """Remove the folder and the link to it; the folder only where it is ours."""
        sockets = self.leftover_sockets_folder()
        if sockets and sockets.is_dir() and sockets.stat().st_uid == os.geteuid():
            shutil.rmtree(sockets, ignore_errors=True)
        self._sockets_link.unlink(missing_ok=True)

    def announce(self, variables: dict[str, str]) -> None:
        """Write what runs where; `manage.py` in any shell reads it."""
        _write_private(self.run_file, variables)

    def withdraw(self) -> None:
        """Nothing runs any more."""
        self.run_file.unlink(missing_ok=True)


def _read_object(path: Path) -> dict[str, str]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise CannotRun(f"{path} cannot be read ({error}): restore it from a backup or remove it.") from error


def _write_private(path: Path, value: dict[str, str]) -> None:
    """Replace the file at once, so that no reader meets half of it."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(value, file, indent=2)
    fresh.replace(path)
