"""Needs of those who partner."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    name = "governance.needs"
    label = "needs"
    verbose_name = _("Needs")

    def ready(self) -> None:
        """Fill the registers: what moves with people, what is due, what is found."""
        from governance.needs import doubles, due, findable  # noqa: PLC0415  CONFIG: models exist only from here on

        doubles.register_all()
        due.register_all()
        findable.register_all()
