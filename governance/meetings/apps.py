"""Meetings of committees and their minutes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "governance.meetings"
    label = "meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        """Fill the registers: when committees met, what has an hour and is due, what people hold, partner links."""
        # CONFIG: models exist only from here on
        from governance.meetings import (  # noqa: PLC0415
            belongings,
            doubles,
            due,
            holding,
            invitations,
            part,
            partner_page,
            resources,
            topics,
        )

        holding.register_all()
        invitations.register_all()
        part.register_all()
        due.register_all()
        belongings.register_all()
        doubles.register_all()
        partner_page.register_all()
        resources.register_all()
        topics.register_all()
