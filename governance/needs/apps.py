"""Needs of those who partner."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    name = "governance.needs"
    label = "needs"
    verbose_name = _("Needs")

    def ready(self) -> None:
        """Fill the registers of what moves with people."""
        from governance.needs import belongings, doubles  # noqa: PLC0415  CONFIG: models exist only from here on

        for room in (belongings, doubles):
            room.register_all()
