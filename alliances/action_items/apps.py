"""What somebody took on for an alliance."""

from django.apps import AppConfig


class ActionItemsConfig(AppConfig):
    name = "alliances.action_items"
    label = "alliance_action_items"

    def ready(self) -> None:
        """Put action items on the record, and say what they tell of it."""
        from alliances.action_items import part, resources, signals  # noqa: PLC0415  CONFIG: models exist only from here on

        part.register_all()
        signals.register_all()
        resources.register_all()
