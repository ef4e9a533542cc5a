"""The lowest room: no models of its own but the Record base."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class LibConfig(AppConfig):
    name = "coe_hub.lib"

    def ready(self) -> None:
        """Refuse a database in which Japanese text cannot be searched."""
        from coe_hub.lib.checks import check_database_encoding  # noqa: PLC0415  CONFIG: models exist only from here on

        register(check_database_encoding, Tags.database)
