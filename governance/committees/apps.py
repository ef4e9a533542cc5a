"""Committees of alliances and of the Center of Excellence."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitteesConfig(AppConfig):
    name = "governance.committees"
    label = "committees"
    verbose_name = _("Committees")

    def ready(self) -> None:
        """Fill the registers: who takes part, what follows a programme behind a wall."""
        # CONFIG: models exist only from here on
        from governance.committees import following, visibility  # noqa: PLC0415

        following.register_all()
        visibility.register_all()
