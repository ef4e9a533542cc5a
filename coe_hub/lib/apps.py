"""The lowest room: no models of its own but the Record base."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.backends.signals import connection_created


class LibConfig(AppConfig):
    name = "coe_hub.lib"

    def ready(self) -> None:
        """Refuse a database in which Japanese text cannot be searched, and time what is asked of it."""
        from coe_hub.lib.checks import check_database_encoding  # noqa: PLC0415  CONFIG: models exist only from here on
        from coe_hub.lib.database import time_queries  # noqa: PLC0415  CONFIG: as above

        register(check_database_encoding, Tags.database)
        connection_created.connect(time_queries)
