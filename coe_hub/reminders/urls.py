"""Addresses of the reminders room; name = view = template."""

from django.urls import path

from coe_hub.reminders.views import links, own

urlpatterns = [
    path("", own.reminder_list, name="reminder_list"),
    path("settings/", own.reminder_preferences, name="reminder_preferences"),
    path("answer/<str:token>/", links.reminder_answer, name="reminder_answer"),
    path("mute/<str:token>/", links.reminder_mute, name="reminder_mute"),
]
