"""Moving an alliance from stage to stage."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StagesConfig(AppConfig):
    name = "alliances.stages"
    label = "stages"
    verbose_name = _("Stages")

    def ready(self) -> None:
        """Put the change of stage on the record, and let other programs have it."""
        from alliances.stages import part, resources  # noqa: PLC0415  CONFIG: models exist only from here on

        part.register_all()
        resources.register_all()
