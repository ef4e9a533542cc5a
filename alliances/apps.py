"""Partnerships, from the first talk to the closing review."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlliancesConfig(AppConfig):
    name = "alliances"
    verbose_name = _("Alliances")

    def ready(self) -> None:
        """Fill the registers of the rooms below: what is due, what has an hour, who becomes visible."""
        from alliances import appointments, due, sightings  # noqa: PLC0415  CONFIG: models exist only from here on

        sightings.fill()
        due.fill()
        appointments.fill()
