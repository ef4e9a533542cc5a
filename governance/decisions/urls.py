"""Addresses of decisions; name = view = template."""

from django.urls import path

from governance.decisions.views import decisions, effects

urlpatterns = [
    path("decisions/", decisions.decision_list, name="decision_list"),
    path("decisions/<id:decision_id>/", decisions.decision_detail, name="decision_detail"),
    path("decisions/<id:decision_id>/edit/", decisions.decision_edit, name="decision_edit"),
    path("decisions/<id:decision_id>/say/<slug:way>/", decisions.decision_step, name="decision_step"),
    path("decisions/<id:decision_id>/follow/<slug:effect>/", effects.decision_follow, name="decision_follow"),
    path("committees/<id:public_id>/decisions/new/", decisions.decision_create, name="decision_create"),
]
