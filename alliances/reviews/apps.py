"""Reviews of an alliance, and the hours agreed for them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "alliances.reviews"
    label = "reviews"
    verbose_name = _("Reviews")

    def ready(self) -> None:
        """Fill the registers: the record's part, what is due, what has an hour, what can be told of an alliance."""
        from alliances.reviews import (  # noqa: PLC0415  CONFIG: models exist only from here on
            appointments,
            belongings,
            doubles,
            due,
            part,
            resources,
            signals,
        )

        part.register_all()
        doubles.register_all()
        due.register_all()
        appointments.register_all()
        signals.register_all()
        belongings.register_all()
        resources.register_all()
