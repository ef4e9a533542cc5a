"""Addresses of the journal, below its alliance; name = view = template."""

from django.urls import path

from alliances.journal import views

urlpatterns = [
    path("journal/", views.journal_list, name="journal_list"),
    path("journal/new/", views.journal_create, name="journal_create"),
    path("journal/<id:entry_id>/", views.journal_edit, name="journal_edit"),
]
