"""Addresses of alignment checks; name = view = template."""

from django.urls import path

from alliances.alignment.views import checks

urlpatterns = [
    path("alignment/<id:check_id>/", checks.alignment_detail, name="alignment_detail"),
    path("alignment/<id:check_id>/edit/", checks.alignment_edit, name="alignment_edit"),
    path("alignment/<id:check_id>/ask/", checks.alignment_ask, name="alignment_ask"),
    path("alignment/<id:check_id>/hear/", checks.stand_create, name="stand_create"),
    path("alignment/stand/<id:stand_id>/", checks.stand_edit, name="stand_edit"),
    path("alignment/stand/<id:stand_id>/leave-out/", checks.stand_delete, name="stand_delete"),
    path("alignment/stand/<id:stand_id>/answer/", checks.stand_answer, name="stand_answer"),
    path("<id:public_id>/alignment/", checks.alliance_alignment, name="alliance_alignment"),
    path("<id:public_id>/alignment/new/", checks.alignment_create, name="alignment_create"),
]
