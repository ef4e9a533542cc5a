"""Addresses of histories of the directory; name = view = template."""

from django.urls import path

from coe_hub.audit import views

urlpatterns = [
    path("people/<id:public_id>/", views.person_history, name="person_history"),
    path("organisations/<id:public_id>/", views.organisation_history, name="organisation_history"),
]
