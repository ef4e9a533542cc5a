"""Decisions of committees."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    name = "governance.decisions"
    label = "decisions"
    verbose_name = _("Decisions")

    def ready(self) -> None:
        """Fill the registers: the record's part, the lines of meetings, what is due and found, what hangs on a person,
        and what issues are told of committees."""
        # CONFIG: models exist only from here on
        from governance.decisions import belongings, doubles, due, escalation, findable, lines, part, resources  # noqa: PLC0415

        part.register_all()
        lines.register_all()
        due.register_all()
        findable.register_all()
        belongings.register_all()
        doubles.register_all()
        escalation.register_all()
        resources.register_all()
