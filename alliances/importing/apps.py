"""Alliances out of files."""

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "alliances.importing"
    label = "importing"

    def ready(self) -> None:
        from alliances.importing import kind  # noqa: PLC0415  CONFIG: models are ready only now

        kind.register_all()
