"""Committees of alliances and of the Center of Excellence."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitteesConfig(AppConfig):
    name = "governance.committees"
    label = "committees"
    verbose_name = _("Committees")

    def ready(self) -> None:
        """Fill the registers: the record's part, who takes part and becomes visible, what people hold, what follows a
        programme behind a wall."""
        # CONFIG: models exist only from here on
        from governance.committees import belongings, doubles, following, part, resources, visibility  # noqa: PLC0415

        part.register_all()
        doubles.register_all()
        belongings.register_all()
        following.register_all()
        visibility.register_all()
        resources.register_all()
