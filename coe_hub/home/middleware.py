"""What stands around every request of the hub."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from coe_hub.home.due_count import forget_count
from coe_hub.home.errors import too_many
from coe_hub.lib.limits import TooManyError, count_use


class DueCountMiddleware:
    """Whoever changes something sees the rail's figure move at once. What was refused changed nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code < 400 and request.user.is_authenticated:
            forget_count(request.user)
        return response


class TooManyMiddleware:
    """Who asks too often is told how long to wait. allauth's pages for getting in are counted here."""

    COUNTED = {"account_login": "sign_in", "mfa_login_webauthn": "sign_in", "account_reset_password": "reset"}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: tuple[Any, ...], _options: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Count what is sent to these pages."""
        action = self.COUNTED.get(request.resolver_match.url_name or "") if request.resolver_match else None
        if action is None or request.method != "POST":
            return None
        try:
            count_use(request, action)
        except TooManyError as error:
            return too_many(request, seconds=error.seconds)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """The answer for who is stopped by a view."""
        return too_many(request, seconds=error.seconds) if isinstance(error, TooManyError) else None
