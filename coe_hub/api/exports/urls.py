"""Addresses of archives to take along."""

from django.urls import path

from coe_hub.api.exports import views

urlpatterns = [
    path("", views.export_list, name="export_list"),
    path("<id:public_id>/", views.export_detail, name="export_detail"),
    path("<id:public_id>/file/", views.export_file, name="export_file"),
]
