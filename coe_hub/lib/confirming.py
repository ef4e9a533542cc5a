"""What changes who may get in, brings back, or takes everything along asks who is there, unless they said so lately.

A sign-in, the password or a second factor counts, for `CONFIRMED_FOR_MINUTES`. What was sent with a form meanwhile is
kept in the session and done once they have said so.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import (
    STATE_SESSION_KEY,
    is_reauthentication_required,
    serialize_request,
)
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from coe_hub.lib.addresses import safe_target

View = Callable[..., HttpResponseBase]


def confirmed(view: View | None = None, *, methods: tuple[str, ...] = ("GET", "HEAD", "POST")) -> Any:
    """Only for who signed in or said who they are a short while ago; stands below `requires`, above `once`. Asks before
    a form is filled in, unless `methods` says that only what is sent matters."""
    if view is None:
        return partial(confirmed, methods=methods)
    answered = view

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in methods and is_reauthentication_required(request, app="coe_hub"):
            return _ask(request, back=_kept(request))
        return answered(request, *args, **kwargs)

    guarded.asks_who_is_there = True  # type: ignore[attr-defined]
    return guarded


def confirmed_file(view: View) -> View:
    """As `confirmed`, for a file: it would come while the page that asks stays, so that page leads back to where the
    file is offered."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_reauthentication_required(request, app="coe_hub"):
            messages.info(request, _("Say that it is you, then choose it once more."))
            return _ask(request, back=safe_target(request, request.headers.get("Referer", ""), default="/"))
        return view(request, *args, **kwargs)

    guarded.asks_who_is_there = True  # type: ignore[attr-defined]
    return guarded


def _kept(request: HttpRequest) -> str:
    """Where to go on. What was sent waits in the session; files do not, and no such page takes any."""
    if request.method != "POST":
        return request.get_full_path()
    request.session[STATE_SESSION_KEY] = {"request": serialize_request(request)}
    return request.path  # without its query, which the kept request has: allauth compares the path alone


def _ask(request: HttpRequest, *, back: str) -> HttpResponse:
    """To the page that asks."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    target = f"{methods[0]['url']}?{urlencode({'next': back})}"
    if getattr(request, "htmx", False):
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    return redirect(target)
