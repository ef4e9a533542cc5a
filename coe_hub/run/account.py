"""The OS account that Postgres runs as when the hub is started by root: Postgres refuses to be root.

The account is a system user of its own, `coe-hub`, made on first use. An existing `postgres` account is only taken
where no account can be made, because another Postgres on the machine may run as that one.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from coe_hub.run.errors import CannotRun

NAME = "coe-hub"
FALLBACK_NAME = "postgres"


@dataclass(frozen=True)
class Account:
    """An unprivileged OS user."""

    name: str
    uid: int
    gid: int

    def reaches(self, path: Path) -> bool:
        """May this account pass through every parent of `path` and enter it?"""
        return (
            subprocess.run(
                ["/bin/sh", "-c", 'cd "$1"', "sh", str(path)],
                user=self.uid,
                group=self.gid,
                extra_groups=[],
                cwd="/",
                stderr=subprocess.DEVNULL,
                check=False,
            ).returncode
            == 0
        )

    def let_into(self, folder: Path) -> None:
        """Allow this account, and nobody else, to pass through a private folder of ours; parents are left alone."""
        mode = folder.stat().st_mode & 0o777
        if mode & 0o077 == 0:
            os.chown(folder, -1, self.gid)
            folder.chmod(mode | 0o010)


def postgres_account() -> Account | None:
    """The account to run Postgres as; None where the hub is started by an ordinary user. Raises CannotRun."""
    if os.geteuid() != 0:
        return None
    account = _find(NAME)
    if account is None:
        _make()
        account = _find(NAME) or _find(FALLBACK_NAME)
    if account is None:
        raise CannotRun(
            f"Postgres does not run as root, and the system account {NAME} cannot be made: "
            f"make it (useradd --system {NAME}), start the hub as an ordinary user, or set DATABASE_URL."
        )
    return account


def _find(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name, entry.pw_uid, entry.pw_gid)


def _make() -> None:
    """Make the account with what the system offers: useradd, or adduser of BusyBox."""
    commands = (
        ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME],
        ["adduser", "-S", "-D", "-H", NAME],
    )
    for command in commands:
        if shutil.which(command[0]):
            subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
            return
