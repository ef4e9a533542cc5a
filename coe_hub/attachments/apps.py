"""Files and links that hang on a record."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttachmentsConfig(AppConfig):
    name = "coe_hub.attachments"
    verbose_name = _("Files and links")

    def ready(self) -> None:
        """Let search find them."""
        from coe_hub.attachments import findable  # noqa: PLC0415  CONFIG: models exist only from here on

        findable.register_all()
