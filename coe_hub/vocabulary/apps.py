"""The words the company uses, as rows its admins edit."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabularyConfig(AppConfig):
    name = "coe_hub.vocabulary"
    verbose_name = _("Words")
