"""Addresses of SCIM 2.0, without a slash at the end, as the standard has them."""

from django.urls import path, re_path

from coe_hub.identity.scim import views

urlpatterns = [
    re_path(r"^(ServiceProviderConfig|ResourceTypes|Schemas)$", views.scim_about, name="scim_about"),
    re_path(r"^(ResourceTypes|Schemas)/([\w:.-]+)$", views.scim_about, name="scim_about"),
    path("Users", views.scim_users, name="scim_users"),
    path("Users/<str:key>", views.scim_user, name="scim_user"),
    path("Groups", views.scim_groups, name="scim_groups"),
    path("Groups/<str:key>", views.scim_group, name="scim_group"),
]
