"""Lists that come in."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "coe_hub.imports"
