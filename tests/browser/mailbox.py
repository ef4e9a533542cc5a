"""A mail server of the tests: what the hub sends arrives here over SMTP."""

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import Envelope

_ADDRESS = re.compile(r"https?://\S+")


class Mailbox:
    """Takes every mail and keeps it."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        """Called by aiosmtpd for each mail."""
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 Kept"

    def only_mail(self, *, to: str, patience: float = 5) -> EmailMessage:
        """The one mail this address got; it may take a moment to arrive."""
        until = time.monotonic() + patience
        while not (found := [mail for mail in self.mails if mail["To"] == to]) and time.monotonic() < until:
            time.sleep(0.05)
        assert len(found) == 1, f"{to} got {len(found)} mails, others {[mail['To'] for mail in self.mails]}"
        return found[0]

    def link(self, *, to: str) -> str:
        """The first link of that mail's text."""
        text = self.only_mail(to=to).get_body(("plain",)).get_content()
        return _ADDRESS.search(text).group()
