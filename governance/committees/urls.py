"""Addresses of committees; name = view = template."""

from django.urls import path

from governance.committees.views import actions, charters, committees, seats

_ONE = "committees/<id:public_id>/"

urlpatterns = [
    path("committees/", committees.committee_list, name="committee_list"),
    path("committees/new/", committees.committee_create, name="committee_create"),
    path(_ONE, committees.committee_detail, name="committee_detail"),
    path(f"{_ONE}edit/", committees.committee_edit, name="committee_edit"),
    path(f"{_ONE}archive/", committees.committee_archive, name="committee_archive"),
    path(f"{_ONE}restore/", committees.committee_restore, name="committee_restore"),
    path(f"{_ONE}seats/new/", seats.seat_create, name="seat_create"),
    path(f"{_ONE}seats/<id:seat_id>/edit/", seats.seat_edit, name="seat_edit"),
    path(f"{_ONE}seats/<id:seat_id>/end/", seats.seat_end, name="seat_end"),
    path(f"{_ONE}actions/<id:item_id>/edit/", actions.committee_action_edit, name="committee_action_edit"),
    path(f"{_ONE}charter/new/", charters.charter_create, name="charter_create"),
    path(f"{_ONE}charter/<int:pk>/amend/", charters.charter_amend, name="charter_amend"),
]
