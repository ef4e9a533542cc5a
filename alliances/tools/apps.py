"""Tools for an alliance, filled in with what the hub knows of it."""

from django.apps import AppConfig


class ToolsConfig(AppConfig):
    name = "alliances.tools"
    label = "alliance_tools"

    def ready(self) -> None:
        """Put tools on the record."""
        from alliances.tools import part  # noqa: PLC0415  CONFIG: models exist only from here on

        part.register_all()
