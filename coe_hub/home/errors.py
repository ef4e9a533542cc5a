"""Pages for when something is refused."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form could not be trusted, mostly because it was open for long or cookies are off."""
    return render(request, "403_csrf.html", status=403)
