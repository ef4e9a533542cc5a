"""Who is told of what is due, and that it is told once."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    name = "coe_hub.reminders"
    verbose_name = _("Reminders")
