"""Addresses below one alliance by which many obligations are put down at once; name = view = template."""

from django.urls import path

from alliances.intake import views

urlpatterns = [
    path("obligations/patterns/", views.obligation_patterns, name="obligation_patterns"),
    path("obligations/paste/", views.obligation_paste, name="obligation_paste"),
]
