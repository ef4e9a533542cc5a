"""The audit trail, as people read it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "coe_hub.audit"

    def ready(self) -> None:
        """Say how the directory is told."""
        from coe_hub.audit import directory  # noqa: PLC0415  CONFIG: models exist only from here on

        directory.register_all()
