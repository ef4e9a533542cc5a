"""Issues between two sides, and risks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IssuesConfig(AppConfig):
    name = "alliances.issues"
    label = "issues"
    verbose_name = _("Issues and risks")

    def ready(self) -> None:
        """Fill the registers: the record's part, what is due and can be found, what partner links lead to, what hangs
        on a person, what the dashboard is told."""
        # CONFIG: models exist only from here on
        from alliances.issues import (  # noqa: PLC0415
            belongings,
            doubles,
            due,
            findable,
            part,
            partner_page,
            resources,
            scopes,
            signals,
        )

        part.register_all()
        due.register_all()
        findable.register_all()
        belongings.register_all()
        doubles.register_all()
        scopes.register_all()
        partner_page.register_all()
        signals.register_all()
        resources.register_all()
