"""Addresses of the reminders room; name = view = template."""

from django.urls import path

from coe_hub.reminders.views import engine, links, own

urlpatterns = [
    path("", own.reminder_list, name="reminder_list"),
    path("settings/", own.reminder_wishes, name="reminder_wishes"),
    path("answer/<str:token>/", links.reminder_answer, name="reminder_answer"),
    path("mute/<str:token>/", links.reminder_mute, name="reminder_mute"),
    path("engine/", engine.reminder_engine, name="reminder_engine"),
    path("engine/mails/", engine.delivery_list, name="delivery_list"),
    path("engine/rules/", engine.reminder_rules, name="reminder_rules"),
    path("engine/addresses/<int:pk>/trust/", engine.address_trust, name="address_trust"),
]
