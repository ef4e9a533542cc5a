"""Addresses of the home room."""

from django.urls import path

from coe_hub.home import views

urlpatterns = [
    path("", views.today, name="today"),
    path("due/", views.due_list, name="due_list"),
    path("set-up/", views.set_up, name="set_up"),
    path("search/", views.search, name="search"),
    path("preferences/", views.preference_set, name="preference_set"),
]
