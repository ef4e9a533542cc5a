"""Pages for when something is refused."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form could not be trusted, mostly because it was open for long or cookies are off."""
    return render(request, "403_csrf.html", status=403)


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
