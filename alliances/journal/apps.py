"""The journal of an alliance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "alliances.journal"
    label = "journal"
    verbose_name = _("Journal")

    def ready(self) -> None:
        """Put the journal on the record."""
        from alliances.journal import part, resources  # noqa: PLC0415  CONFIG: models exist only from here on

        part.register_all()
        resources.register_all()
