"""Pages for when something is refused, or cannot be done just now."""

import errno
import sys
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coe_hub.lib.database import says_it_is_away
from coe_hub.lib.request_ids import current_request_id
from coe_hub.lib.sent import texts_sent, typed

RETRY_AFTER = 30  # seconds
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form could not be trusted, mostly because it was open for long or cookies are off. What came from a page of
    another site is not shown as somebody's own."""
    is_ours = request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
    return render(request, "403_csrf.html", {"texts": texts_sent(request) if is_ours else []}, status=403)


def too_many(request: HttpRequest, *, seconds: int = 60) -> HttpResponse:
    """Somebody asks too often: how long to wait, as a page or, where a part of one was asked for, as a sentence."""
    minutes = -(-seconds // 60)
    words = ngettext("Wait %(count)d minute, then try again.", "Wait %(count)d minutes, then try again.", minutes)
    context = {"wait": words % {"count": minutes}}
    if getattr(request, "htmx", False):
        response = HttpResponse(context["wait"], status=429, content_type="text/plain; charset=utf-8")
    else:
        response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke, the database is away, or the disk is full. No page asks the database, nor who reads it."""
    error = sys.exception()
    language = getattr(request, "LANGUAGE_CODE", None) or translation.get_language_from_request(request)
    with translation.override(language):
        if says_it_is_away(error):
            response = _away(request)
        elif isinstance(error, OSError) and error.errno in _FULL:
            response = _page("507.html", 507)
        else:
            response = _page("500.html", 500, typed=typed(request), address=request.get_full_path())
    response["Content-Language"] = language
    return response


def _page(template: str, status: int, **context: Any) -> HttpResponse:
    words = {"request_id": current_request_id(), **context}
    return HttpResponse(render_to_string(template, words), status=status)


def _away(request: HttpRequest) -> HttpResponse:
    """503, when to come back, and what was typed as a form that sends it once more."""
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": _("The database does not answer just now"), "status": 503}
        response: HttpResponse = JsonResponse(problem, status=503, content_type="application/problem+json")
    else:
        files = any(getattr(request, "_files", None) or ())
        response = _page("503.html", 503, typed=typed(request), address=request.get_full_path(), files=files)
        if request.method == "GET":
            response["Refresh"] = str(RETRY_AFTER)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response
