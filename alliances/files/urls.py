"""Addresses of files and links, below their alliance; name = view = template."""

from django.urls import path

from alliances.files import views

urlpatterns = [path("files/", views.alliance_files, name="alliance_files")]
