"""How the hub itself does: health, and the engine that reminds."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "coe_hub.operations"
    label = "operations"
