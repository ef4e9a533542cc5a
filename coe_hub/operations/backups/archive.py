"""What a backup's file holds: a tar of pieces with their sums, a table of contents last.

    database/000001.sql.gz …   what pg_dump wrote, in pieces of 8 MB
    files/NAME                 each attached file under the name it is stored by
    manifest.json              when it was taken, rows by table, and the sum of every piece

No piece of the database is larger than 8 MB and files are copied as they flow, so memory does not grow with the hub. A
file without its table of contents was cut off.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import IO

from coe_hub.operations.backups.errors import BackupError

MANIFEST = "manifest.json"
DATABASE, FILES = "database/", "files/"
_FORMAT = 1
_PIECE = 1 << 20


@dataclass
class Manifest:
    """`pieces` of the database and `files`: {name: SHA-256}; `rows`: {table: count}; `missing`: names of files that a
    row leads to and the store does not have; `taken_at`: ISO, UTC."""

    taken_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    format: int = _FORMAT
    server: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    pieces: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    size: int = 0

    @property
    def summary(self) -> str:
        """In one line, for whoever runs the hub."""
        rows, tables = sum(self.rows.values()), len(self.rows)
        return f"taken {self.taken_at}: {rows:,} rows of {tables} tables, {len(self.files):,} files"


class Writer:
    """Adds pieces to a stream; `close` adds the table of contents."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.manifest = Manifest()
        self._tar = tarfile.TarFile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT)

    def add_piece(self, content: bytes) -> None:
        """The next piece of the database, compressed."""
        name = f"{DATABASE}{len(self.manifest.pieces) + 1:06}.sql.gz"
        self.manifest.pieces[name] = hashlib.sha256(content).hexdigest()
        self._add(name, io.BytesIO(content), len(content))

    def add_file(self, name: str, content: IO[bytes], size: int) -> None:
        """An attached file of that many bytes."""
        summed = _Summed(content)
        self._add(f"{FILES}{name}", summed, size)
        self.manifest.files[name] = summed.sum.hexdigest()

    def close(self) -> Manifest:
        """End the archive."""
        text = json.dumps(asdict(self.manifest), indent=1).encode()
        self._add(MANIFEST, io.BytesIO(text), len(text))
        self._tar.close()
        return self.manifest

    def _add(self, name: str, content: "IO[bytes] | _Summed", size: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, content)
        self.manifest.size += size


class _Summed:
    """A file that is summed as it is read."""

    def __init__(self, content: IO[bytes]) -> None:
        self.content, self.sum = content, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """As a file's."""
        found = self.content.read(size)
        self.sum.update(found)
        return found


@dataclass
class Piece:
    """A piece of the database, whole, or a file to be read in parts."""

    name: str
    parts: Iterator[bytes]

    @property
    def is_database(self) -> bool:
        """Whether it is a piece of what pg_dump wrote."""
        return self.name.startswith(DATABASE)


class Reader:
    """Gives the pieces of a backup in their order; after the last of them `manifest` is there and every sum held.

    Raises `BackupError` where the file is no backup, was cut off, or a piece is not what was written.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self.manifest = Manifest()
        self._stream = stream

    def pieces(self) -> Iterator[Piece]:
        """Each is to be read before the next is asked for."""
        sums: dict[str, str] = {}
        try:
            with tarfile.open(fileobj=self._stream, mode="r|") as tar:
                for member in tar:
                    content = tar.extractfile(member)
                    if content is None:
                        raise BackupError(f"“{member.name}” does not belong into a backup.")
                    if member.name == MANIFEST:
                        self.manifest = Manifest(**json.load(content))
                        self._check(sums)
                        return
                    yield from self._piece(member.name, content, sums)
        except (tarfile.TarError, EOFError, ValueError, TypeError, KeyError) as wrong:
            raise BackupError(f"This is no backup of a hub, or it is damaged: {wrong}") from wrong
        raise BackupError("The backup was cut off: its table of contents is missing.")

    def _piece(self, name: str, content: IO[bytes], sums: dict[str, str]) -> Iterator[Piece]:
        summed = hashlib.sha256()

        def parts() -> Iterator[bytes]:
            try:
                while part := content.read(_PIECE):
                    summed.update(part)
                    yield part
            except (tarfile.TarError, EOFError) as wrong:
                raise BackupError(f"The backup was cut off or is damaged at {name}: {wrong}") from wrong

        flow = parts()
        yield Piece(name, flow)
        for _rest in flow:
            pass
        sums[name] = summed.hexdigest()

    def _check(self, sums: dict[str, str]) -> None:
        if self.manifest.format != _FORMAT:
            raise BackupError(f"This hub reads backups of format {_FORMAT}, not {self.manifest.format}.")
        files = {f"{FILES}{name}": one for name, one in self.manifest.files.items()}
        written = self.manifest.pieces | files
        wrong = sorted(name for name in sums.keys() | written.keys() if sums.get(name) != written.get(name))
        if wrong:
            raise BackupError(f"Damaged or missing in the backup: {', '.join(wrong[:5])} ({len(wrong)} in all).")
