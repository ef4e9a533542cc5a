"""How the hub itself does: health, and the engine that reminds."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "coe_hub.operations"
    label = "operations"

    def ready(self) -> None:
        """Say on the page that leads through an empty hub whether it is backed up."""
        # CONFIG: models exist only from here on
        from coe_hub.lib.set_up import register_step  # noqa: PLC0415
        from coe_hub.operations.engine import backup_step  # noqa: PLC0415

        register_step(backup_step)
