"""The log of what a security team asks for: who came in and who did not, what was refused, whose rights changed.

Apart from all other lines, so that a crowd of requests pushes none of it out: `SECURITY_LOG` is its file. Each line has
its event, the account that did it, the account it was done to, and from which address it came.
"""

import logging
from typing import Any

from allauth.core import context
from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest

logger = logging.getLogger("coe_hub.security")
# Answers by which somebody is told that they may not
REFUSED = {401, 403, 429}


def record(
    event: str, text: str, *values: Any, about: int | None = None, refused: bool = False, request: Any = None
) -> None:
    """Write one line. `about` is the account it was done to; who did it, and from where, is the request's, if any."""
    request = request or context.request
    told = {"event": event, "about": about, "account": None, "address": ""}
    if request is not None:
        told |= {"account": getattr(getattr(request, "_cached_user", None), "pk", None), "address": get_ip(request)}
    given = {name: value for name, value in told.items() if value}
    logger.log(logging.WARNING if refused else logging.INFO, text, *values, extra=given)


def record_answer(request: HttpRequest, status: int, view: str) -> None:
    """What was refused to whom, of which view; the request's own line has the rest under the same number."""
    if status in REFUSED:
        record("refused", "%s was refused with %s", view or "an address", status, refused=True, request=request)
