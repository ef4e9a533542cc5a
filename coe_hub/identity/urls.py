"""Addresses of company sign-in for admins; name = view = template."""

from django.urls import path

from coe_hub.identity import views

urlpatterns = [
    path("", views.company_directory, name="company_directory"),
    path("history/", views.company_directory_history, name="company_directory_history"),
    path("groups/new/", views.group_role_create, name="group_role_create"),
    path("groups/<int:pk>/remove/", views.group_role_remove, name="group_role_remove"),
    path("secrets/new/", views.directory_secret_create, name="directory_secret_create"),
    path("secrets/<int:pk>/revoke/", views.directory_secret_revoke, name="directory_secret_revoke"),
]
