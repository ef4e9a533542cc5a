"""What is owed, put down many at a time."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "alliances.intake"
    label = "intake"
