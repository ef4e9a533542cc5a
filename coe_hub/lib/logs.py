"""What logs must not keep: the tokens of links, which open something to whoever reads them."""

import logging
import re
from typing import Any

_TOKEN = re.compile(r"(/(?:p|people/invitation)/)[^/\s\"'?]+")


def mask_tokens(text: str) -> str:
    """The text with the token of every link of ours replaced by an ellipsis."""
    return _TOKEN.sub(r"\1…", text)


class MaskTokens(logging.Filter):
    """Masks tokens in whatever is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record pass, masked."""
        message = record.getMessage()
        if (masked := mask_tokens(message)) != message:
            record.msg, record.args = masked, None
        return True


def mask_event(event: Any, _hint: Any) -> Any:
    """Of what is sent to Sentry: the address of the page, and the message."""
    request = event.get("request", {})
    if "url" in request:
        request["url"] = mask_tokens(request["url"])
    if "message" in event.get("logentry", {}):
        event["logentry"]["message"] = mask_tokens(event["logentry"]["message"])
    if "transaction" in event:
        event["transaction"] = mask_tokens(event["transaction"])
    return event
