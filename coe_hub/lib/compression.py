"""Pages compressed on their way: by the web process, where no proxy does it."""

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXTS = ("text/", "application/json", "application/problem+json")


class CompressionMiddleware(GZipMiddleware):
    """Compresses what is text; files are packed already.

    Safe against BREACH: Django masks the token of forms anew in each answer, and its middleware adds bytes of random
    length, so that the size tells nothing of what stands on the page beside what somebody made its reader send.
    """

    def __init__(self, get_response: object) -> None:
        if not settings.COMPRESS_PAGES:
            raise MiddlewareNotUsed
        super().__init__(get_response)  # type: ignore[arg-type]

    def process_response(self, request: object, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, smaller where that is worth it."""
        is_text = response.headers.get("Content-Type", "").startswith(_TEXTS)
        return super().process_response(request, response) if is_text else response  # type: ignore[arg-type]
