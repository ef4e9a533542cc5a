"""What is written to logs and error reports: never a secret that stands in an address."""

import logging
import re
from typing import Any

# Addresses that are secrets themselves: calendar feeds, invitations, links for partners and in reminders, and those for
# a new password or a confirmation.
_SECRET = re.compile(
    r"(/calendar/|/p/|/people/invitation/|/people/me/address/|/reminders/(?:answer|mute)/|/password/reset/key/|/confirm-email/)"
    r"[^/\s\"'?#]{20,}"
)
# Those by which other programs act for somebody, wherever they turn up.
_TOKEN = re.compile(r"\bhubapi_[A-Za-z0-9_-]{20,}")


def masked(text: str) -> str:
    """The text with what could open something taken out of it."""
    return _TOKEN.sub("hubapi_•••", _SECRET.sub(r"\1•••", text))


class MaskingFormatter(logging.Formatter):
    """Masks the whole line, the traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        return masked(super().format(record))


def mask_report(event: Any, hint: Any = None) -> Any:
    """A report for Sentry with every text in it masked; used as its `before_send`."""
    if isinstance(event, dict):
        return {key: mask_report(value) for key, value in event.items()}
    if isinstance(event, list | tuple):
        return [mask_report(value) for value in event]
    return masked(event) if isinstance(event, str) else event
