"""Agreements and programmes of an alliance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "alliances.agreements"
    label = "agreements"
    verbose_name = _("Agreements")

    def ready(self) -> None:
        """Fill the registers: the record's part, what is due, what people hold, who becomes visible."""
        # CONFIG: models exist only from here on
        from alliances.agreements import belongings, doubles, due, part, resources, visibility  # noqa: PLC0415

        part.register_all()
        due.register_all()
        belongings.register_all()
        doubles.register_all()
        visibility.register_all()
        resources.register_all()
