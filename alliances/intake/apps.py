"""What is owed, put down many at a time."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "alliances.intake"
    label = "intake"

    def ready(self) -> None:
        from alliances.intake import kind  # noqa: PLC0415  CONFIG: models are ready only now

        kind.register_all()
