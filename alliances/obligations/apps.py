"""Obligations, their due days, and the events from which those are counted."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObligationsConfig(AppConfig):
    name = "alliances.obligations"
    label = "obligations"
    verbose_name = _("Obligations")

    def ready(self) -> None:
        """Fill the registers: the record's part, what is due and can be found, what hangs on a person."""
        # CONFIG: models exist only from here on
        from alliances.obligations import (  # noqa: PLC0415
            belongings,
            doubles,
            due,
            findable,
            following,
            part,
            partner,
            partner_due,
            resources,
            scopes,
            survival,
        )

        part.register_all()
        due.register_all()
        findable.register_all()
        belongings.register_all()
        doubles.register_all()
        scopes.register_all()
        partner.register_all()
        partner_due.register_all()
        following.register_all()
        resources.register_all()
        survival.register_all()
