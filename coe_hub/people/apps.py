"""People, organisations, and who may see what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "coe_hub.people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Say how what hangs on people and organisations is moved when doubles are merged."""
        from coe_hub.people.doubles import rules  # noqa: PLC0415  CONFIG: models exist only from here on

        rules.register_all()
