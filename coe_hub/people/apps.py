"""People, organisations, and who may see what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "coe_hub.people"
    verbose_name = _("People")
