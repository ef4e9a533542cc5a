"""The address of the yearly look, below an alliance's; name = view = template."""

from django.urls import path

from alliances.value import views

urlpatterns = [
    path("value/", views.value_look, name="value_look"),
]
