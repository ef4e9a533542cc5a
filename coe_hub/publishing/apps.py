"""What the Center of Excellence writes: editions, blocks, translations, approval. One engine for every kind of text."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "coe_hub.publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        """Say what moves when people are merged, and how changes are told."""
        from coe_hub.publishing import doubles, history  # noqa: PLC0415  CONFIG: models exist only from here on

        doubles.register_all()
        history.register_all()
