"""Company sign-in and provisioning."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    name = "coe_hub.identity"
    verbose_name = _("Company sign-in")

    def ready(self) -> None:
        """Whoever closes an account decides who may open it again."""
        from coe_hub.identity.directory import forget_closing  # noqa: PLC0415  CONFIG: models exist only from here on
        from coe_hub.people.accounts.closing import register  # noqa: PLC0415  CONFIG: as above

        register(forget_closing)
