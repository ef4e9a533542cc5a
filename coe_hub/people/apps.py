"""People, organisations, and who may see what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "coe_hub.people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Fill the registers: what can be found, and how what hangs on people and organisations is moved when doubles
        are merged."""
        # CONFIG: models exist only from here on
        from coe_hub.people.directory import findable, resources  # noqa: PLC0415
        from coe_hub.people.doubles import rules  # noqa: PLC0415

        findable.register_all()
        rules.register_all()
        resources.register_all()
