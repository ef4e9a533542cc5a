"""Goals of an alliance, and who of both sides signed them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GoalsConfig(AppConfig):
    name = "alliances.goals"
    label = "goals"
    verbose_name = _("Goals")

    def ready(self) -> None:
        """Fill the registers: the record's part, what is due, what partner links lead to, what hangs on a person."""
        # CONFIG: models exist only from here on
        from alliances.goals import belongings, doubles, due, part, partner_page, resources  # noqa: PLC0415

        part.register_all()
        doubles.register_all()
        due.register_all()
        belongings.register_all()
        partner_page.register_all()
        resources.register_all()
