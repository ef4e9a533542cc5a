"""The demo company."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "coe_hub.demo"
    label = "demo"
