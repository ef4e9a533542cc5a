"""Where people arrive: Today, search, health, error pages."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "coe_hub.home"

    def ready(self) -> None:
        """Tell the list of searches without result what it must keep back."""
        from coe_hub.home.finding.secrecy import texts_to_keep_back  # noqa: PLC0415  CONFIG: models exist from here on
        from coe_hub.usage import unmet  # noqa: PLC0415

        unmet.register(texts_to_keep_back)
