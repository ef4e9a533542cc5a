"""What is due and agreed for one person, as a feed that their own calendar reads."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "coe_hub.calendars"
    label = "calendars"
