"""What somebody sent with a form that could not be taken, so that it is not lost to them."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.request import RawPostDataException

_WORTH_KEEPING = 20  # letters
_NOT_TYPED = {"csrfmiddlewaretoken", "base", "next", "version"}


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form sent, to be sent again; nothing where a password or a code is in it, or where it cannot be read."""
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
    except (OSError, SuspiciousOperation, RawPostDataException):
        return []
    is_secret = any(name in {"code", "login"} or "password" in name for name, _value in sent)
    return [] if is_secret else sent


def texts_sent(request: HttpRequest) -> list[str]:
    """The texts in it that somebody would not like to write again, to be shown to whoever sent them and nobody else."""
    return [value for name, value in typed(request) if len(value) >= _WORTH_KEEPING and name not in _NOT_TYPED]
