"""Mails as files: one `.eml` each, as they came over SMTP."""

import email
import email.policy
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage, Message
from pathlib import Path

KEEP = 500
NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")
RECEIVED = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True)
class Mail:
    """One mail in the mailbox. `recipients` are those of the envelope, which blind copies are on as well."""

    name: str
    message: EmailMessage

    @property
    def received_at(self) -> datetime:
        """When it came in, UTC."""
        return datetime.strptime(self.name.partition("-")[0], RECEIVED).replace(tzinfo=UTC)

    def header(self, name: str) -> str:
        """The header's text; empty where there is none or where it cannot be read."""
        try:
            return str(self.message.get(name, ""))
        except (ValueError, IndexError, AttributeError, TypeError):  # what the parser throws at malformed headers
            return ""

    @property
    def subject(self) -> str:
        """The subject, or what stands for it in a list."""
        return self.header("Subject") or "(no subject)"

    @property
    def recipients(self) -> str:
        """To whom it was delivered."""
        return self.header("X-Envelope-To") or self.header("To")

    def body(self, kind: str) -> str | None:
        """The part to read, "html" or "plain"; None where the mail has no such part."""
        part = self.message.get_body(preferencelist=(kind,))
        return _text(part) if part else None

    def attachments(self) -> list[tuple[str, bytes]]:
        """File name and content of each attachment."""
        return [
            (part.get_filename() or f"attachment-{number}", _bytes(part))
            for number, part in enumerate(self.message.iter_attachments(), start=1)
            if not part.is_multipart()
        ]


class Store:
    """The mailbox's folder. Several processes may read it while one writes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def add(self, content: bytes) -> None:
        """Keep a mail; the oldest go when there are more than KEEP."""
        name = f"{datetime.now(UTC).strftime(RECEIVED)}-{secrets.token_hex(4)}"
        fresh = self.folder / f"{name}.new"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        fresh.rename(self.folder / f"{name}.eml")
        for old in self._names()[KEEP:]:
            (self.folder / f"{old}.eml").unlink(missing_ok=True)

    def newest_first(self) -> list[Mail]:
        """Every mail, the newest first."""
        return [mail for name in self._names() if (mail := self.find(name))]

    def find(self, name: str) -> Mail | None:
        """The mail of this name; None where there is none (any more)."""
        if not NAME.fullmatch(name):
            return None
        with suppress(FileNotFoundError):
            content = (self.folder / f"{name}.eml").read_bytes()
            return Mail(name, email.message_from_bytes(content, policy=email.policy.default))
        return None

    def _names(self) -> list[str]:
        return sorted((path.stem for path in self.folder.glob("*.eml")), reverse=True)


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: Message) -> str:
    content = _bytes(part)
    try:
        return content.decode(part.get_content_charset("utf-8"), errors="replace")
    except LookupError:  # a character set nobody knows
        return content.decode("utf-8", errors="replace")
