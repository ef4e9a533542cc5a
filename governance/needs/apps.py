"""Needs of those who partner."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    name = "governance.needs"
    label = "needs"
    verbose_name = _("Needs")

    def ready(self) -> None:
        """Fill the registers: what goes over and moves with people, what is due, what is found."""
        from governance.needs import belongings, doubles, due, findable, resources  # noqa: PLC0415  CONFIG: late

        for room in (belongings, doubles, due, findable, resources):
            room.register_all()
