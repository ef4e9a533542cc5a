"""What an alliance is: the record, its parties, its people, its stages; and the register that its parts fill."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "alliances.core"
    label = "alliances"
    verbose_name = _("Alliances")

    def ready(self) -> None:
        """Fill the registers: who becomes visible, what the core shows and tells of a record, what can be found."""
        # CONFIG: models exist only from here on
        from alliances.core import doubles, findable, overview, rules, visibility  # noqa: PLC0415

        visibility.register_all()
        doubles.register_all()
        overview.register_all()
        rules.register_all()
        findable.register_all()
