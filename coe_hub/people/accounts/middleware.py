"""Language, time zone and theme of the reader; and nobody but members gets in."""

import zoneinfo
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone, translation

from coe_hub.people.models import Theme

GetResponse = Callable[[HttpRequest], HttpResponseBase]
THEME_COOKIE = "theme"


class PreferencesMiddleware:
    """Members get their own language, time zone and theme; visitors get their browser's, or their cookies'."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if user.is_authenticated:
            language, theme = user.language, user.theme
            timezone.activate(zoneinfo.ZoneInfo(user.time_zone))
        else:
            language = translation.get_language_from_request(request)
            cookie = request.COOKIES.get(THEME_COOKIE, "")
            theme = cookie if cookie in Theme.values else Theme.AUTO.value
            timezone.deactivate()
        translation.activate(language)
        request.LANGUAGE_CODE = language
        request.theme = theme  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Deny by default. A fragment asked for after the session ended sends the whole page to sign-in."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if getattr(request, "htmx", False):
            page = request.htmx.current_url_abs_path or resolve_url(settings.LOGIN_REDIRECT_URL)  # type: ignore[attr-defined]
            target = redirect_to_login(page, resolve_url(settings.LOGIN_URL))
            response = HttpResponse(status=401)
            response["HX-Redirect"] = target.url
            return response
        return super().handle_no_permission(request, view_func)
