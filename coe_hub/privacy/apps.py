"""What is kept about whom, why, how long, and who sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "coe_hub.privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        """Say how what is done here is told, and what of a person goes into the archive they take along."""
        from coe_hub.privacy import exports, history  # noqa: PLC0415  CONFIG: models exist only from here on

        exports.register_all()
        history.register_all()
