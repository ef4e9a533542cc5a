"""What every answer tells the browser beside the policy of its content: what pages may use, who may embed them, and
that nothing of a member's pages is kept on a shared computer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

# Only what Chromium knows: each other name is an error in its console, on every page ("bluetooth", "web-share").
_NOTHING = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation",
    "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
_OURS = ("clipboard-write", "fullscreen", "publickey-credentials-create", "publickey-credentials-get")

HEADERS = {
    "Permissions-Policy": ", ".join([*(f"{name}=()" for name in _NOTHING), *(f"{name}=(self)" for name in _OURS)]),
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
SIGN_OUT = "account_logout"


class HeadersMiddleware:
    """Sets them where a view has not said otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        match, user = request.resolver_match, getattr(request, "user", None)
        if match and match.url_name == SIGN_OUT and request.method == "POST" and response.status_code == 302:
            response["Clear-Site-Data"] = '"cache", "storage"'
        if user is not None and user.is_authenticated:  # static files come before anybody is known
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class ProgramsByHttpsMiddleware:
    """A person who comes by http is led to https. A program is refused, so that nobody goes on sending a token in the
    open without noticing."""

    _FOR_PROGRAMS = ("/api/", "/scim/")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SECURE_SSL_REDIRECT and not request.is_secure() and request.path.startswith(self._FOR_PROGRAMS):
            words = "Use https, and make another token: this one went over the network in the open.\n"
            return HttpResponse(words, status=403, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
