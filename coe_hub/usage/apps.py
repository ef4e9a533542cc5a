"""What is used; never a judgement of a person."""

from django.apps import AppConfig


class UsageConfig(AppConfig):
    name = "coe_hub.usage"
