"""Put a backup into an empty hub, whole or not at all; and look whether a backup is whole."""

import gzip
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.core.cache import cache
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connections

from coe_hub.operations.backups.archive import FILES, Manifest, Piece, Reader
from coe_hub.operations.backups.errors import BackupError
from coe_hub.operations.backups.programs import address, program
from coe_hub.operations.backups.sealing import reading
from coe_hub.operations.backups.taking import count_rows
from coe_hub.people.models import User

_BEFORE = b"""
SET client_min_messages = warning;
SET lock_timeout = '30s';
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
"""
_FIRST_ROWS = b"COPY "
# Only a superuser may comment on an extension, and nobody reads it; the setting came with Postgres 17
_LEFT_OUT = (
    b"COMMENT ON EXTENSION ",
    b"CREATE SCHEMA public;",
    b"COMMENT ON SCHEMA public ",
    b"SET transaction_timeout ",
)


def verify_backup(path: Path, *, identity: Any | None = None) -> Manifest:
    """Read a backup from end to end and compare every sum. Raises `BackupError` where it is not whole."""
    with reading(path, identity) as stream:
        reader = Reader(stream)
        for _piece in reader.pieces():
            pass
        return reader.manifest


def restore(path: Path, *, identity: Any | None = None) -> Manifest:
    """Fill an empty hub with a backup, then bring it up to today's code. Raises `BackupError`.

    Rows are committed once the last piece was read and every sum held; until then, and after any error, the hub is as
    it was. A backup of an earlier version is migrated; one of a later version is refused by its migrations.
    """
    _refuse_unless_empty()
    connections.close_all()
    with reading(path, identity) as stream:
        reader = Reader(stream)
        saved: list[str] = []
        try:
            with _Loading() as loading:
                for piece in reader.pieces():
                    if piece.is_database:
                        loading.feed(gzip.decompress(b"".join(piece.parts)))
                    else:
                        saved.append(_save(piece))
                loading.commit()
        except BaseException:
            for name in saved:
                default_storage.delete(name)
            raise
    _compare(reader.manifest)
    call_command("migrate", interactive=False, verbosity=0)
    cache.clear()
    return reader.manifest


def _refuse_unless_empty() -> None:
    owner = connections["owner"]  # a schema that was restored and not yet migrated is open to its owner alone
    with owner.cursor() as cursor:
        has_tables = User._meta.db_table in owner.introspection.table_names(cursor)
    if has_tables and User.objects.using("owner").exists():
        raise BackupError(
            "There are accounts in this hub already. A backup goes into an empty hub: a new database, HUB_DEMO=0."
        )


class _Loading:
    """psql reading the dump in one transaction, which ends well only by `commit`."""

    def __enter__(self) -> "_Loading":
        dsn, environment = address("owner")
        options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-"]
        self.psql = subprocess.Popen(  # noqa: S603  every argument is ours
            [program("psql"), f"--dbname={dsn}", *options],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        self.has_rows = False
        self.rest = b""
        self._write(_BEFORE)
        return self

    def feed(self, sql: bytes) -> None:
        """The next piece. Before the first rows what an owner may not do, and what is there, is left out."""
        if self.has_rows:
            self._write(sql)
            return
        lines = (self.rest + sql).split(b"\n")
        self.rest = lines.pop()
        for place, line in enumerate(lines):
            if line.startswith(_FIRST_ROWS):
                self.has_rows = True
                self._write(b"\n".join([*lines[place:], self.rest]))
                return
            if not line.startswith(_LEFT_OUT):
                self._write(line + b"\n")

    def commit(self) -> None:
        """All was read: what psql wrote stays."""
        if not self.has_rows:
            self._write(self.rest)
        told = self._end()
        if self.psql.returncode:
            raise BackupError(f"The database refused the backup: {told}")

    def __exit__(self, *_error: object) -> None:
        if self.psql.poll() is None:  # without its end: the server takes everything back
            self.psql.kill()
        for pipe in (self.psql.stdin, self.psql.stderr):
            with suppress(BrokenPipeError):
                _opened(pipe).close()
        self.psql.wait()

    def _write(self, sql: bytes) -> None:
        try:
            _opened(self.psql.stdin).write(sql)
        except BrokenPipeError as gone:
            raise BackupError(f"The database refused the backup: {self._end()}") from gone

    def _end(self) -> str:
        with suppress(BrokenPipeError):
            _opened(self.psql.stdin).close()
        told = _opened(self.psql.stderr).read().decode(errors="replace")
        self.psql.wait()
        return " ".join(told.split())


def _opened(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise BackupError("psql could not be started.")
    return pipe


class _Incoming(File):
    """The parts of a piece as a file that is read once, of which no size is known before."""

    def __init__(self, parts: Iterator[bytes], name: str) -> None:
        super().__init__(None, name)
        self.parts, self.left = parts, b""

    def read(self, size: int = -1) -> bytes:
        """As a file's."""
        while size < 0 or len(self.left) < size:
            part = next(self.parts, b"")
            if not part:
                break
            self.left += part
        end = len(self.left) if size < 0 else size
        found, self.left = self.left[:end], self.left[end:]
        return found

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Its parts."""
        while part := self.read(chunk_size or self.DEFAULT_CHUNK_SIZE):
            yield part


def _save(piece: Piece) -> str:
    name = piece.name.removeprefix(FILES)
    if default_storage.exists(name):
        raise BackupError(f"A file “{name}” is in the store already: a backup goes into an empty hub.")
    try:
        stored = default_storage.save(name, _Incoming(piece.parts, name))
    except BaseException:
        default_storage.delete(name)
        raise
    if stored != name:
        default_storage.delete(stored)
        raise BackupError(f"The store took “{name}” under another name: a backup goes into an empty hub.")
    return stored


def _compare(manifest: Manifest) -> None:
    with connections["owner"].cursor() as cursor:
        found = count_rows(cursor)
    wrong = sorted(name for name in found.keys() | manifest.rows.keys() if found.get(name) != manifest.rows.get(name))
    if wrong:
        raise BackupError(f"Rows differ from the backup in {', '.join(wrong[:5])}: do not use this hub.")
