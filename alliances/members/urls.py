"""Addresses of the people of an alliance, below its own; name = view = template."""

from django.urls import path

from alliances.members.views import handover, members

urlpatterns = [
    path("hand-over/", handover.alliance_hand_over, name="alliance_hand_over"),
    path("people/", members.member_list, name="member_list"),
    path("people/suggest/", members.member_suggest, name="member_suggest"),
    path("people/new/", members.member_create, name="member_create"),
    path("people/<id:person_id>/edit/", members.member_edit, name="member_edit"),
    path("people/<int:pk>/remove/", members.member_delete, name="member_delete"),
]
