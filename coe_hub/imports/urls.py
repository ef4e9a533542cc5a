"""Addresses of imports; name = view = template."""

from django.urls import path

from coe_hub.imports import views

urlpatterns = [
    path("", views.import_create, name="import_create"),
    path("<id:public_id>/", views.import_detail, name="import_detail"),
    path("<id:public_id>/columns/", views.import_columns, name="import_columns"),
    path("<id:public_id>/answers/", views.import_answers, name="import_answers"),
    path("<id:public_id>/start/", views.import_start, name="import_start"),
    path("<id:public_id>/undo/", views.import_undo, name="import_undo"),
    path("<id:public_id>/discard/", views.import_discard, name="import_discard"),
    path("<id:public_id>/rejected/", views.import_rejected, name="import_rejected"),
]
