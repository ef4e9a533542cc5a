"""What people keep of lists."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "coe_hub.lists"

    def ready(self) -> None:
        """Stand above every list."""
        # CONFIG: models exist only from here on
        from coe_hub.lib.listing import register_shelf  # noqa: PLC0415
        from coe_hub.lists.shelf import shelf_of  # noqa: PLC0415

        register_shelf(shelf_of)
