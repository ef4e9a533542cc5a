"""Files and links that hang on a record."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttachmentsConfig(AppConfig):
    name = "coe_hub.attachments"
    verbose_name = _("Files and links")
