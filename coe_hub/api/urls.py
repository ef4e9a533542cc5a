"""Addresses of the API."""

from django.urls import path

from coe_hub.api import views
from coe_hub.api.endpoints import url_patterns

urlpatterns = [
    path("openapi.json", views.api_schema, name="api_schema"),
    path("docs/", views.api_docs, name="api_docs"),
    *url_patterns(views.API),
]
