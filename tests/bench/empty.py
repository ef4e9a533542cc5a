"""An empty page of ours: all that every page of a member pays before it asks or says anything of its own.

Its addresses stand beside those of the hub while pages are measured.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

ADDRESS = "/bench/empty/"


def empty(request: HttpRequest) -> HttpResponse:
    """Session, account, the figures of the rail, the frame."""
    return render(request, "base.html")


urlpatterns = [path(ADDRESS.removeprefix("/"), empty), path("", include("coe_hub.urls"))]
