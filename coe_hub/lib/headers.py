"""What every answer tells the browser beside the policy of its content: what pages may use, who may embed them, and
that nothing of a member's pages is kept on a shared computer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

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
