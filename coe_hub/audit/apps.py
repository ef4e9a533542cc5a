"""The audit trail, as people read it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "coe_hub.audit"
