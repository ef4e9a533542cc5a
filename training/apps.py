"""Courses of a few minutes a lesson, a quiz that teaches, and each learner's own record."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        """Fill the registers of the rooms below: what is due and can be found here, what people look after."""
        from training import belongings, due, findable, history, pulse, resources  # noqa: PLC0415  CONFIG: late

        due.register_all()
        belongings.register_all()
        findable.register_all()
        history.register_all()
        pulse.register_all()
        resources.register_all()
