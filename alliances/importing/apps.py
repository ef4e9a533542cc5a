"""Alliances out of files."""

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "alliances.importing"
    label = "importing"

    def ready(self) -> None:
        # CONFIG: models are ready only now
        from alliances.importing import kind  # noqa: PLC0415
        from alliances.importing.bulk import change_for_worker  # noqa: PLC0415
        from alliances.importing.organisations import kind as organisations  # noqa: PLC0415
        from alliances.importing.people import kind as people  # noqa: PLC0415
        from coe_hub.lists.changers import register_changer  # noqa: PLC0415

        register_changer("alliances", change_for_worker)
        for one in (kind, people, organisations):
            one.register_all()
