"""What somebody took on, by when, and where that came from."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionItemsConfig(AppConfig):
    name = "coe_hub.action_items"
    label = "action_items"
    verbose_name = _("Actions")

    def ready(self) -> None:
        """Fill the registers: what is due here, and what the partner links of action items lead to."""
        from coe_hub.action_items import belongings, doubles, due, partner_page  # noqa: PLC0415  CONFIG: models exist only from here on

        belongings.register_all()
        due.register_all()
        doubles.register_all()
        partner_page.register_all()
