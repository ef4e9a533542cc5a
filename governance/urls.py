"""Addresses of the governance wing: each room lists its own."""

from django.urls import include, path

urlpatterns = [
    path("needs/", include("governance.needs.urls")),
    path("", include("governance.committees.urls")),
    path("", include("governance.decisions.urls")),
    path("", include("governance.meetings.urls")),
    path("", include("governance.dashboard.urls")),
    path("", include("governance.packs.urls")),
]
