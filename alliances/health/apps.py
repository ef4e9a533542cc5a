"""Health checks of an alliance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    name = "alliances.health"
    label = "health"
    verbose_name = _("Health checks")

    def ready(self) -> None:
        """Fill the registers: the record's part, signals, what is due, what partner links lead to."""
        from alliances.health import due, part, partner_page, resources, signals  # noqa: PLC0415  CONFIG: late

        part.register_all()
        due.register_all()
        resources.register_all()
        signals.register_all()
        partner_page.register_all()
