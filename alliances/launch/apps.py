"""What a partnership has in place once it is signed and goes well."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LaunchConfig(AppConfig):
    name = "alliances.launch"
    label = "launch"
    verbose_name = _("Launch check")

    def ready(self) -> None:
        """Put the check on the record, and let other programs have its answers."""
        from alliances.launch import part, resources  # noqa: PLC0415  CONFIG: models exist only from here on

        part.register_all()
        resources.register_all()
