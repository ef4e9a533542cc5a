"""Meetings of committees and their minutes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "governance.meetings"
    label = "meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        """Fill the registers: when committees met, what has an hour."""
        # CONFIG: models exist only from here on
        from governance.meetings import holding, invitations  # noqa: PLC0415

        holding.register_all()
        invitations.register_all()
