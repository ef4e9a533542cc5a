"""Tools for people who partner: read, downloaded, filled in for one alliance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ToolkitsConfig(AppConfig):
    name = "toolkits"
    verbose_name = _("Toolkits")

    def ready(self) -> None:
        """Fill the registers of the rooms below: what is due and can be found here, what people look after."""
        from toolkits import belongings, due, findable, history, pulse, resources  # noqa: PLC0415  CONFIG: late

        due.register_all()
        belongings.register_all()
        findable.register_all()
        history.register_all()
        pulse.register_all()
        resources.register_all()
