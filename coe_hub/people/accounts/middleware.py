"""Language, time zone and theme of the reader; and nobody but members gets in."""

import zoneinfo
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils import timezone, translation

from coe_hub.lib.cookies import cookie_name
from coe_hub.lib.sent import texts_sent
from coe_hub.people.accounts.browsers import note_seen
from coe_hub.people.accounts.factors import (
    AFTERWARDS,
    COMPANY_FACTOR,
    has_factor,
    is_factor_required,
    lead_to_set_up,
    refuse_unknown_roles,
)
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
            cookie = request.COOKIES.get(cookie_name(THEME_COOKIE), "")
            theme = cookie if cookie in Theme.values else Theme.AUTO.value
            timezone.deactivate()
        translation.activate(language)
        request.LANGUAGE_CODE = language
        request.theme = theme  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Deny by default. A fragment asked for after the session ended sends the whole page to sign-in; a text that was
    sent after it is shown to whoever sent it, since nothing of it is kept."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if getattr(request, "htmx", False):
            page = request.htmx.current_url_abs_path or resolve_url(settings.LOGIN_REDIRECT_URL)  # type: ignore[attr-defined]
            target = redirect_to_login(page, resolve_url(settings.LOGIN_URL))
            response = HttpResponse(status=401)
            response["HX-Redirect"] = target.url
            return response
        if request.method == "POST" and (texts := texts_sent(request)):
            sign_in = redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL)).url
            return render(request, "401.html", {"texts": texts, "sign_in": sign_in}, status=401)
        return super().handle_no_permission(request, view_func)


class LastSeenMiddleware:
    """The list of sessions says when each was used, to the quarter of an hour."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            note_seen(request)
        return self.get_response(request)


class FactorRequiredMiddleware:
    """Whoever holds a role that asks for a second factor sets one up before anything else."""

    # What they need for that, and the way out.
    _OPEN = ("account_logout", "account_reauthenticate", "preference_set")

    def __init__(self, get_response: GetResponse) -> None:
        refuse_unknown_roles()
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: tuple[Any, ...], _options: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Lead there whoever has none, unless they are there."""
        user, match = request.user, request.resolver_match
        if not user.is_authenticated or not is_factor_required(user) or not getattr(view, "login_required", True):
            return None
        name = match.url_name or "" if match else ""
        if name in self._OPEN or name.startswith("mfa_"):
            return None
        if COMPANY_FACTOR not in request.session and not has_factor(user):
            return lead_to_set_up(request)
        if AFTERWARDS in request.session:  # they went on
            del request.session[AFTERWARDS]
        return None
