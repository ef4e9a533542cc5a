"""Addresses of alliances themselves; name = view = template."""

from django.urls import path

from alliances.partnerships import relations, views

urlpatterns = [
    path("", views.alliance_list, name="alliance_list"),
    path("new/", views.alliance_create, name="alliance_create"),
    path("of-person/<id:public_id>/", relations.person_alliances, name="person_alliances"),
    path("of-organisation/<id:public_id>/", relations.organisation_alliances, name="organisation_alliances"),
    path("<id:public_id>/", views.alliance_detail, name="alliance_detail"),
    path("<id:public_id>/edit/", views.alliance_edit, name="alliance_edit"),
    path("<id:public_id>/archive/", views.alliance_archive, name="alliance_archive"),
    path("<id:public_id>/restore/", views.alliance_restore, name="alliance_restore"),
    path("<id:public_id>/history/", views.alliance_history, name="alliance_history"),
]
