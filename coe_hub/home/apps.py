"""Where people arrive: Today, search, health, error pages."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "coe_hub.home"
