"""The people of an alliance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "alliances.members"
    label = "alliance_members"
    verbose_name = _("People")

    def ready(self) -> None:
        """Fill the registers: the record's part and what hangs on a person."""
        # CONFIG: models exist only from here on
        from alliances.members import belongings, part, resources  # noqa: PLC0415

        part.register_all()
        belongings.register_all()
        resources.register_all()
