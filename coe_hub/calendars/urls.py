"""Addresses of the calendar; name = view = template."""

from django.urls import path

from coe_hub.calendars import views

urlpatterns = [
    path("", views.calendar_detail, name="calendar_detail"),
    path("new/", views.calendar_create, name="calendar_create"),
    path("revoke/", views.calendar_delete, name="calendar_delete"),
    path("<str:token>.ics", views.calendar_feed, name="calendar_feed"),
]
