"""Take a backup while the hub is in use: rows, counts and the names of files as one moment sees them."""

import gzip
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pghistory.models
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, models, transaction

from coe_hub.operations.backups.archive import Manifest, Writer
from coe_hub.operations.backups.errors import BackupError
from coe_hub.operations.backups.programs import address, program
from coe_hub.operations.backups.sealing import writing

_PIECE = 8 << 20


def take_backup(path: Path, *, recipient: Any | None = None) -> Manifest:
    """Write the hub into the file `path`, sealed to `recipient` where one is given. Raises `BackupError`.

    What is written in the hub meanwhile is not in it: rows are read in one snapshot, which pg_dump shares. Files are
    never rewritten, so those that the snapshot names are those that were there; one that was removed meanwhile is
    told in `Manifest.missing`.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version')")
        snapshot, server = cursor.fetchone()
        with writing(path, recipient) as stream:
            writer = Writer(stream)
            writer.manifest.server = server
            writer.manifest.rows = count_rows(cursor)
            _add_database(writer, snapshot)
            _add_files(writer)
            return writer.close()


def count_rows(cursor: Any) -> dict[str, int]:
    """{table: rows} of the whole database that `cursor` is open on."""
    counts = {}
    for table in sorted(cursor.db.introspection.table_names(cursor)):
        cursor.execute(f"SELECT count(*) FROM {cursor.db.ops.quote_name(table)}")  # noqa: S608  a table's own name
        counts[table] = cursor.fetchone()[0]
    return counts


def _add_database(writer: Writer, snapshot: str) -> None:
    dsn, environment = address("default")
    command = [program("pg_dump"), f"--dbname={dsn}", f"--snapshot={snapshot}", "--no-owner", "--no-privileges"]
    with subprocess.Popen(  # noqa: S603  every argument is ours
        [*command, "--schema=public", "--extension=*"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as dump:
        try:
            for piece in _pieces(dump.stdout):
                writer.add_piece(gzip.compress(piece, 3, mtime=0))
        except BaseException:
            dump.kill()
            raise
        told = dump.stderr.read().decode(errors="replace") if dump.stderr else ""
    if dump.returncode:
        raise BackupError(f"pg_dump could not read the database: {' '.join(told.split())}")


def _pieces(stream: IO[bytes] | None) -> Iterator[bytes]:
    while stream and (piece := stream.read(_PIECE)):
        yield piece


def _add_files(writer: Writer) -> None:
    for name, is_past in sorted(_names_of_files().items()):
        try:
            size = default_storage.size(name)
            with default_storage.open(name) as content:
                writer.add_file(name, content, size)
        except FileNotFoundError:
            if not is_past:
                writer.manifest.missing.append(name)


def _names_of_files() -> dict[str, bool]:
    """{name in the store: whether the audit trail alone still knows it}: what was removed for good is no loss."""
    names: dict[str, bool] = {}
    for model in apps.get_models():
        is_past = issubclass(model, pghistory.models.Event)
        for column in model._meta.concrete_fields:
            if isinstance(column, models.FileField) and model._meta.managed and not model._meta.proxy:
                rows = model._base_manager.exclude(**{column.name: ""}).order_by()
                found = rows.values_list(column.name, flat=True).distinct()
                names |= {name: is_past and names.get(name, True) for name in found.iterator() if name}
    return names
