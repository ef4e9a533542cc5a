"""Addresses of the alliances room; name = view = template."""

from django.urls import path

from alliances.views import actions, appointments, events, members, partnerships, relations, tools

urlpatterns = [
    path("", partnerships.alliance_list, name="alliance_list"),
    path("new/", partnerships.alliance_create, name="alliance_create"),
    path("of-person/<id:public_id>/", relations.person_alliances, name="person_alliances"),
    path("of-organisation/<id:public_id>/", relations.organisation_alliances, name="organisation_alliances"),
    path("<id:public_id>/", partnerships.alliance_detail, name="alliance_detail"),
    path("<id:public_id>/edit/", partnerships.alliance_edit, name="alliance_edit"),
    path("<id:public_id>/archive/", partnerships.alliance_archive, name="alliance_archive"),
    path("<id:public_id>/restore/", partnerships.alliance_restore, name="alliance_restore"),
    path("<id:public_id>/history/", partnerships.alliance_history, name="alliance_history"),
    path("with-tool/<slug:slug>/", tools.tool_alliances, name="tool_alliances"),
    path("<id:public_id>/tools/", tools.alliance_tools, name="alliance_tools"),
    path("<id:public_id>/tools/<slug:slug>/", tools.alliance_tool, name="alliance_tool"),
    path("<id:public_id>/stage/", events.stage_change, name="stage_change"),
    path("<id:public_id>/review/", events.review_create, name="review_create"),
    path("<id:public_id>/actions/", actions.alliance_actions, name="alliance_actions"),
    path("<id:public_id>/actions/new/", actions.alliance_action_create, name="alliance_action_create"),
    path("<id:public_id>/actions/<id:item_id>/edit/", actions.alliance_action_edit, name="alliance_action_edit"),
    path("<id:public_id>/review/time/", appointments.appointment_create, name="appointment_create"),
    path("<id:public_id>/review/time/<id:appointment_id>/", appointments.appointment_edit, name="appointment_edit"),
    path(
        "<id:public_id>/review/time/<id:appointment_id>/cancel/",
        appointments.appointment_cancel,
        name="appointment_cancel",
    ),
    path("<id:public_id>/journal/", events.journal_list, name="journal_list"),
    path("<id:public_id>/journal/new/", events.journal_create, name="journal_create"),
    path("<id:public_id>/journal/<id:entry_id>/", events.journal_edit, name="journal_edit"),
    path("<id:public_id>/people/", members.member_list, name="member_list"),
    path("<id:public_id>/people/suggest/", members.member_suggest, name="member_suggest"),
    path("<id:public_id>/people/new/", members.member_create, name="member_create"),
    path("<id:public_id>/people/<int:pk>/remove/", members.member_delete, name="member_delete"),
]
