"""`manage.py load_demo_surveys`: what the demo company and its partners answered, once there are questionnaires."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coe_hub.demo.days import Days
from coe_hub.demo.health import ask_both_sides
from coe_hub.demo.needs import ask_for_needs
from coe_hub.demo.pulses import say_how_it_went


class Command(BaseCommand):
    """Run at every start of a demo, after the starter content: it writes once."""

    help = "Write down the health checks and needs of the demo company, once, with HUB_DEMO=1."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.HUB_DEMO:
            raise CommandError("This hub is no demo. Set HUB_DEMO=1 to load what its people answered.")
        days = Days(timezone.now())
        checks, campaigns, tools = ask_both_sides(days=days), ask_for_needs(days=days), say_how_it_went()
        told = (
            f"{checks} health checks, {campaigns} needs campaigns, {tools} tools."
            if checks
            else "here already, nothing changed."
        )
        self.stdout.write(f"Demo surveys: {told}")
