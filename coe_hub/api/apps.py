"""The API."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "coe_hub.api"
    verbose_name = _("API")

    def ready(self) -> None:
        """Tokens end with their account."""
        from coe_hub.api import actions  # noqa: PLC0415  CONFIG: models exist only from here on
        from coe_hub.people.accounts.closing import register  # noqa: PLC0415  CONFIG: as above

        register(actions.revoke_all)
