"""Addresses of what is done to many alliances; name = view = template."""

from django.urls import path

from alliances.importing import views

urlpatterns = [
    path("edit/", views.alliances_edit, name="alliances_edit"),
]
