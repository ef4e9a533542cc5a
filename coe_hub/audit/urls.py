"""Addresses of the audit trail; name = view = template."""

from django.urls import path

from coe_hub.audit import views

urlpatterns = [
    path("", views.audit_trail, name="audit_trail"),
    path("mandates/<id:public_id>/", views.mandate_edit, name="mandate_edit"),
    path("people/<id:public_id>/", views.person_history, name="person_history"),
    path("organisations/<id:public_id>/", views.organisation_history, name="organisation_history"),
]
