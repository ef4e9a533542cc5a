"""Writing and reading a backup's file, sealed to a public key where one is given.

Sealed files are of the format age (age-encryption.org), so that a hub's operator can open one with a tool of their own.
They are sealed on the way: nothing lies on disk unsealed, and nothing is held in memory whole.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import IO, Any

import pyrage

from coe_hub.operations.backups.errors import BackupError

_SEALED = b"age-encryption.org/"


def read_recipient(text: str) -> Any:
    """The public key `age1…` to seal to. Raises `BackupError` where it is none."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as wrong:
        raise BackupError(f"“{text}” is no public key of age: it begins with age1. age-keygen makes one.") from wrong


def read_identity(path: Path) -> Any:
    """The private key in a file as `age-keygen` writes it. Raises `BackupError` where there is none."""
    try:
        lines = path.read_text(encoding="utf-8").split()
        return pyrage.x25519.Identity.from_str(next(word for word in lines if word.startswith("AGE-SECRET-KEY-")))
    except (OSError, UnicodeDecodeError, StopIteration, pyrage.IdentityError) as wrong:
        raise BackupError(f"{path} holds no private key of age (a line AGE-SECRET-KEY-…).") from wrong


@contextmanager
def writing(path: Path, recipient: Any | None) -> Iterator[IO[bytes]]:
    """What is written goes into `path`, which is there only once all of it is on disk, readable by its owner alone."""
    part = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            if recipient is None:
                yield file
            else:
                with _through(lambda source: pyrage.encrypt_io(source, file, [recipient])) as sealed:
                    yield sealed
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def reading(path: Path, identity: Any | None) -> Iterator[IO[bytes]]:
    """The backup's content, opened by the private key where it is sealed. Raises `BackupError`."""
    with path.open("rb") as file:
        is_sealed = file.peek(len(_SEALED)).startswith(_SEALED)
        if not is_sealed:
            yield file
            return
        if identity is None:
            raise BackupError(f"{path.name} is sealed: give the file of its private key with --identity.")
        with _from(lambda target: pyrage.decrypt_io(file, target, [identity])) as opened:
            yield opened


@contextmanager
def _through(work: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """A file to write to; `work` reads what is written, beside us."""
    end, beginning = os.pipe()
    with os.fdopen(end, "rb") as source:
        thread = _Beside(lambda: work(source))
        with os.fdopen(beginning, "wb") as target:
            yield target
        thread.finish()


@contextmanager
def _from(work: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """A file to read from; `work` writes into it, beside us."""
    end, beginning = os.pipe()
    target = os.fdopen(beginning, "wb")  # the thread closes it: its end is the reader's end

    def write() -> None:
        with target:
            work(target)

    with os.fdopen(end, "rb") as source:
        thread = _Beside(write)
        try:
            yield source
        except BackupError:
            source.close()
            thread.finish()  # a key that does not fit is why nothing could be read
            raise
        while source.read(1 << 20):
            pass
        thread.finish()


class _Beside(Thread):
    """Work in a thread; what went wrong in it is raised where it is waited for."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self.work = work
        self.wrong: Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            with suppress(BrokenPipeError):  # whoever reads gave up, and says why
                self.work()
        except Exception as wrong:  # noqa: BLE001  raised again by `finish`
            self.wrong = wrong

    def finish(self) -> None:
        """Wait for the end. Raises `BackupError` where the key does not fit or the file is damaged."""
        self.join()
        if self.wrong:
            raise BackupError(f"The file cannot be opened or sealed: {self.wrong}") from self.wrong
