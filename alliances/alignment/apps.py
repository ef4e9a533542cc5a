"""Internal alignment checks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlignmentConfig(AppConfig):
    name = "alliances.alignment"
    label = "alignment"
    verbose_name = _("Internal alignment")

    def ready(self) -> None:
        """Fill the registers: the record's part, what is due, what moves with people."""
        from alliances.alignment import doubles, due, own_page, part, resources  # noqa: PLC0415  CONFIG: models exist now

        part.register_all()
        due.register_all()
        doubles.register_all()
        own_page.register_all()
        resources.register_all()
