"""Addresses of the usage room; name = view = template."""

from django.urls import path

from coe_hub.usage import views

urlpatterns = [
    path("", views.unmet_search_list, name="unmet_search_list"),
    path("answer/", views.unmet_search_answer, name="unmet_search_answer"),
]
