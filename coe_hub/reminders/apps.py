"""Who is told of what is due, and that it is told once."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    name = "coe_hub.reminders"
    verbose_name = _("Reminders")

    def ready(self) -> None:
        """Say what of reminders moves when people are merged."""
        from coe_hub.reminders import doubles  # noqa: PLC0415  CONFIG: models exist only from here on

        doubles.register_all()
