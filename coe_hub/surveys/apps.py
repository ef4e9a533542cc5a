"""Questionnaires, asking, and what came of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "coe_hub.surveys"
    verbose_name = _("Questionnaires")

    def ready(self) -> None:
        """Fill the registers: what is due, what partner links lead to, what hangs on people."""
        from coe_hub.surveys import belongings, doubles, due, findable, history, partner_page  # noqa: PLC0415  CONFIG: late

        due.register_all()
        doubles.register_all()
        belongings.register_all()
        findable.register_all()
        history.register_all()
        partner_page.register_all()
