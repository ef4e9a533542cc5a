"""Differences between the two sides."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DifferencesConfig(AppConfig):
    name = "alliances.differences"
    label = "differences"
    verbose_name = _("Differences")

    def ready(self) -> None:
        """Put differences on the record, let them be found, and let other programs have them."""
        from alliances.differences import findable, part, resources  # noqa: PLC0415  CONFIG: models exist only from here on

        part.register_all()
        findable.register_all()
        resources.register_all()
