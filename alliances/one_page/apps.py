"""An alliance on one page of paper."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OnePageConfig(AppConfig):
    name = "alliances.one_page"
    label = "one_page"
    verbose_name = _("One page")

    def ready(self) -> None:
        """Offer the page on the record."""
        from alliances.one_page import part  # noqa: PLC0415  CONFIG: models exist only from here on

        part.register_all()
