"""Partnerships: logged, listed, read, edited, put away."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    name = "alliances.partnerships"
    label = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self) -> None:
        """Let other programs have alliances."""
        from alliances.partnerships import resources  # noqa: PLC0415  CONFIG: models exist only from here on

        resources.register_all()
