"""Addresses of alliances themselves; name = view = template."""

from django.urls import path

from alliances.core.views import handover, members, partnerships, relations, value

urlpatterns = [
    path("", partnerships.alliance_list, name="alliance_list"),
    path("new/", partnerships.alliance_create, name="alliance_create"),
    path("of-person/<id:public_id>/", relations.person_alliances, name="person_alliances"),
    path("of-organisation/<id:public_id>/", relations.organisation_alliances, name="organisation_alliances"),
    path("<id:public_id>/", partnerships.alliance_detail, name="alliance_detail"),
    path("<id:public_id>/edit/", partnerships.alliance_edit, name="alliance_edit"),
    path("<id:public_id>/hand-over/", handover.alliance_hand_over, name="alliance_hand_over"),
    path("<id:public_id>/value/", value.value_look, name="value_look"),
    path("<id:public_id>/archive/", partnerships.alliance_archive, name="alliance_archive"),
    path("<id:public_id>/restore/", partnerships.alliance_restore, name="alliance_restore"),
    path("<id:public_id>/history/", partnerships.alliance_history, name="alliance_history"),
    path("<id:public_id>/people/", members.member_list, name="member_list"),
    path("<id:public_id>/people/suggest/", members.member_suggest, name="member_suggest"),
    path("<id:public_id>/people/new/", members.member_create, name="member_create"),
    path("<id:public_id>/people/<id:person_id>/edit/", members.member_edit, name="member_edit"),
    path("<id:public_id>/people/<int:pk>/remove/", members.member_delete, name="member_delete"),
]
