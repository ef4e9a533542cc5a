"""Sponsors of alliances."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SponsorsConfig(AppConfig):
    name = "alliances.sponsors"
    label = "sponsors"
    verbose_name = _("Sponsors")

    def ready(self) -> None:
        """Put sponsors on the record and among the signals."""
        # CONFIG: models exist only from here on
        from alliances.sponsors import doubles, part, resources, signals  # noqa: PLC0415

        part.register_all()
        signals.register_all()
        doubles.register_all()
        resources.register_all()
