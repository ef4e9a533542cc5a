"""Addresses of differences; name = view = template."""

from django.urls import path

from alliances.differences import views

urlpatterns = [
    path("differences/", views.alliance_differences, name="alliance_differences"),
    path("differences/new/", views.difference_create, name="difference_create"),
    path("differences/<id:difference_id>/edit/", views.difference_edit, name="difference_edit"),
    path("differences/<id:difference_id>/archive/", views.difference_archive, name="difference_archive"),
]
