"""Moving an alliance from stage to stage."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StagesConfig(AppConfig):
    name = "alliances.stages"
    label = "stages"
    verbose_name = _("Stages")

    def ready(self) -> None:
        """Put the change of stage on the record."""
        from alliances.stages import part  # noqa: PLC0415  CONFIG: models exist only from here on

        part.register_all()
