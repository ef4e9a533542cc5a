"""What is written to logs and error reports: never a secret that stands in an address, never somebody's mail address.

Lines for people, or with `LOG_FORMAT=json` one object a line for what collects them. Whatever a visitor sends, it stays
in its one line.
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from coe_hub.lib.request_ids import current_request_id

# Addresses that are secrets themselves: calendar feeds, invitations, links for partners and in reminders, and those for
# a new password or a confirmation.
_SECRET = re.compile(
    r"(/calendar/|/p/|/people/invitation/|/people/me/address/|/reminders/(?:answer|mute)/|/password/reset/key/|/confirm-email/)"
    r"[^/\s\"'?#]{20,}"
)
# Those by which other programs act for somebody, wherever they turn up.
_TOKEN = re.compile(r"\b(hubapi|hubscim)_[A-Za-z0-9_-]{20,}")
# Passwords in the addresses of servers, and mail addresses, of which the host stays: it tells which server was meant.
_PASSWORD = re.compile(r"(\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@]{0,100}):[^\s@/]{1,200}@")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?=[\w-]{1,63}\.\w)")
# What would end a line, or move the cursor of whoever reads it
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# What the request brings to its own line, and the log of security to its own
_FIELDS = ("view", "method", "path", "status", "milliseconds", "account", "event", "about", "address")


def masked(text: str) -> str:
    """The text with what could open something taken out of it, and mail addresses shortened to their host."""
    text = _TOKEN.sub(r"\1_•••", _SECRET.sub(r"\1•••", text))
    return _MAIL.sub("•••@", _PASSWORD.sub(r"\1:•••@", text))


def _number(record: logging.LogRecord) -> str:
    """Of the request: what Django tells when all middleware is through has it by the request alone."""
    return current_request_id() or getattr(getattr(record, "request", None), "number", "")


def _in_one_line(text: str) -> str:
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class MaskingFormatter(logging.Formatter):
    """A line for people, the number of the request at its end; masked, and the traceback set in below it."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line without its traceback, in one line whatever stands in it."""
        number = _number(record)
        return _in_one_line(super().formatMessage(record)) + (f" [{number}]" if number else "")

    def formatException(self, ei: Any) -> str:
        """The traceback, no line of which can be taken for one of the log's own."""
        return "\n".join(f"    {_in_one_line(line)}" for line in super().formatException(ei).splitlines())

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        return masked(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line, masked: at, level, logger, message, request, and what a request's own line has."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := _number(record):
            told["request"] = number
        told |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps({name: _masked_value(value) for name, value in told.items()}, ensure_ascii=False)


def _masked_value(value: Any) -> Any:
    return masked(value) if isinstance(value, str) else value


class ShortRefusals(logging.Filter):
    """What was refused, or could not be done while a server was away, is a line without a traceback: a few thousand
    of them must not push everything else out of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes."""
        if record.exc_info and (record.levelno < logging.ERROR or is_away(record.exc_info[1])):
            record.exc_info = record.exc_text = None
        return True


def is_away(error: BaseException | None) -> bool:
    """Whether the error, or what it came from, says that the database cannot be reached just now."""
    from coe_hub.lib.database import says_it_is_away  # noqa: PLC0415  CONFIG: settings read this before Django is there

    return says_it_is_away(error)


def mask_report(event: Any, hint: Any = None) -> Any:
    """A report for Sentry with every text in it masked; used as its `before_send`."""
    if isinstance(event, dict):
        return {key: mask_report(value) for key, value in event.items()}
    if isinstance(event, list | tuple):
        return [mask_report(value) for value in event]
    return masked(event) if isinstance(event, str) else event
