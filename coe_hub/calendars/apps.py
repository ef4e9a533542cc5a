"""What is due and agreed for one person, as a feed that their own calendar reads."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "coe_hub.calendars"
    label = "calendars"

    def ready(self) -> None:
        """A feed ends with its account."""
        from coe_hub.calendars.actions import end_feed  # noqa: PLC0415  CONFIG: models exist only from here on
        from coe_hub.people.accounts.closing import register  # noqa: PLC0415  CONFIG: as above

        register(end_feed)
