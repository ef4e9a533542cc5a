"""What is due, who is told, and that it is told once."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    name = "coe_hub.reminders"
    verbose_name = _("Reminders")

    def ready(self) -> None:
        """Fill the registers: what is due here, and what the partner links of action items lead to."""
        from coe_hub.reminders.action_items import due, partner_page  # noqa: PLC0415  CONFIG: models exist only now

        due.fill()
        partner_page.fill()
