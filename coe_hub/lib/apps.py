"""The lowest room: no models of its own but the Record base."""

from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import Tags, register
from django.db.backends.signals import connection_created


class LibConfig(AppConfig):
    name = "coe_hub.lib"

    def ready(self) -> None:
        """Refuse a database in which Japanese text cannot be searched, time what is asked, and collect less."""
        from coe_hub.lib.checks import check_database_encoding  # noqa: PLC0415  CONFIG: models exist only from here on
        from coe_hub.lib.database import time_queries  # noqa: PLC0415  CONFIG: as above
        from coe_hub.lib.static_files import NOT_COLLECTED  # noqa: PLC0415  CONFIG: as above

        register(check_database_encoding, Tags.database)
        # Not by an app of our own in its place: test servers ask for Django's by name before they serve its files.
        collected: Any = apps.get_app_config("staticfiles")
        collected.ignore_patterns = [*collected.ignore_patterns, *NOT_COLLECTED]
        connection_created.connect(time_queries)
