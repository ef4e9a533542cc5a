"""Names of cookies: over https they begin with what makes browsers take them by https and from this host alone."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


def cookie_name(name: str, *, path: str = "/") -> str:
    """What a cookie is called here. Browsers want `__Host-` for the whole host, so one of a path gets `__Secure-`."""
    if not settings.SESSION_COOKIE_SECURE:
        return name
    return f"__Host-{name}" if path == "/" else f"__Secure-{name}"


class _MessageCookie(CookieStorage):
    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        return cookie_name("messages")


class MessageStorage(FallbackStorage):
    """What the next page says, in a cookie of our names, and in the session where it is long."""

    storage_classes = (_MessageCookie, SessionStorage)
