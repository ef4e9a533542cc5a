"""Addresses of the journal, of one alliance and over all; name = view = template."""

from django.urls import path

from alliances.journal import views

urlpatterns = [
    path("journal/", views.entry_list, name="entry_list"),
    path("<id:public_id>/journal/", views.journal_list, name="journal_list"),
    path("<id:public_id>/journal/new/", views.journal_create, name="journal_create"),
    path("<id:public_id>/journal/<id:entry_id>/", views.journal_edit, name="journal_edit"),
]
