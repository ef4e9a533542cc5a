"""What somebody took on, by when, and where that came from."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionItemsConfig(AppConfig):
    name = "coe_hub.action_items"
    label = "action_items"
    verbose_name = _("Actions")

    def ready(self) -> None:
        """Fill the registers: what is due and can be found here, what takes files, and what the partner links of action
        items lead to."""
        # CONFIG: models exist only from here on
        from coe_hub.action_items import belongings, doubles, due, findable, partner_page  # noqa: PLC0415
        from coe_hub.action_items.models import ActionItem  # noqa: PLC0415
        from coe_hub.attachments import holders  # noqa: PLC0415

        holders.register("action", ActionItem, _("Action"))
        belongings.register_all()
        due.register_all()
        doubles.register_all()
        findable.register_all()
        partner_page.register_all()
