"""Addresses of questionnaires and of answering; name = view = template."""

from django.urls import path

from coe_hub.surveys.views import answering, desk, pulses, reading

urlpatterns = [
    path("", reading.questionnaire_list, name="questionnaire_list"),
    path("answer/<id:wave_id>/", answering.wave_answer, name="wave_answer"),
    path("after-use/<slug:kind>/<slug:slug>/", pulses.pulse_answer, name="pulse_answer"),
    path("after-use/<slug:kind>/<slug:slug>/skip/", pulses.pulse_skip, name="pulse_skip"),
    path("desk/", desk.questionnaire_desk, name="questionnaire_desk"),
    path("desk/new/", desk.questionnaire_create, name="questionnaire_create"),
    path("desk/<slug:slug>/", desk.questionnaire_edit, name="questionnaire_edit"),
    path("desk/<slug:slug>/facts/", desk.questionnaire_facts, name="questionnaire_facts"),
    path("desk/<slug:slug>/questions/<slug:key>/", desk.asked_edit, name="asked_edit"),
    path("desk/<slug:slug>/preview/", desk.questionnaire_preview, name="questionnaire_preview"),
    path("desk/<slug:slug>/move/", desk.questionnaire_move, name="questionnaire_move"),
    path("desk/<slug:slug>/retire/", desk.questionnaire_retire, name="questionnaire_retire"),
    path("desk/<slug:slug>/give-back/", desk.questionnaire_give_back, name="questionnaire_give_back"),
    path("desk/<slug:slug>/history/", desk.questionnaire_history, name="questionnaire_history"),
    path("desk/<slug:slug>/into/<str:language>/", desk.questionnaire_translate, name="questionnaire_translate"),
    path("<slug:slug>/", reading.questionnaire_detail, name="questionnaire_detail"),
]
