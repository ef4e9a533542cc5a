"""The files and links of an alliance."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "alliances.files"
    label = "alliance_files"

    def ready(self) -> None:
        """Put files and links on the record, and let other programs have them."""
        from alliances.files import part, resources  # noqa: PLC0415  CONFIG: models exist only from here on

        part.register_all()
        resources.register_all()
