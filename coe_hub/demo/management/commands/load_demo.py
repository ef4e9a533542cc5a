"""`manage.py load_demo`: a believable company to try the hub with."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coe_hub.demo.loading import load_demo
from coe_hub.lib.errors import DomainError


class Command(BaseCommand):
    """Run at every start of a demo: it loads once."""

    help = "Load the invented demo company, once, on a hub without alliances and with HUB_DEMO=1."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_demo(now=timezone.now())
        except DomainError as error:
            raise CommandError(error.message) from error
        if loaded is None:
            self.stdout.write("Demo company: here already, nothing changed.")
            return
        self.stdout.write(
            f"Demo company: {loaded.alliances} alliances, {loaded.people} people, "
            f"{loaded.accounts} accounts with the password {settings.DEMO_PASSWORD}."
        )
