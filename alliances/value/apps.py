"""Why an alliance exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ValueConfig(AppConfig):
    name = "alliances.value"
    label = "alliance_value"
    verbose_name = _("Value")

    def ready(self) -> None:
        """Fill the register of what is due."""
        # CONFIG: models exist only from here on
        from alliances.value import due  # noqa: PLC0415

        due.register_all()
