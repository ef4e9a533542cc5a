"""Addresses of questionnaires and of answering; name = view = template."""

from django.urls import path

from coe_hub.surveys.views import answering, reading

urlpatterns = [
    path("", reading.questionnaire_list, name="questionnaire_list"),
    path("answer/<id:wave_id>/", answering.wave_answer, name="wave_answer"),
    path("<slug:slug>/", reading.questionnaire_detail, name="questionnaire_detail"),
]
