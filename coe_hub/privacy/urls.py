"""Addresses of the privacy room; name = view = template."""

from django.urls import path

from coe_hub.privacy import views

urlpatterns = [
    path("", views.privacy_notice, name="privacy_notice"),
    path("retention/", views.retention_edit, name="retention_edit"),
    path("people/<id:public_id>/", views.person_data, name="person_data"),
    path("people/<id:public_id>/export/", views.person_export, name="person_export"),
    path("people/<id:public_id>/forget/", views.person_forget, name="person_forget"),
]
