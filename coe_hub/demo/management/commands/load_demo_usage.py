"""`manage.py load_demo_usage`: what the demo company's people used, once there are tools and courses to use."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coe_hub.demo.days import Days
from coe_hub.demo.usage import use_tools


class Command(BaseCommand):
    """Run at every start of a demo, after the starter content: it writes once."""

    help = "Write down two years of use of the starter tools and courses, once, with HUB_DEMO=1."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.HUB_DEMO:
            raise CommandError("This hub is no demo. Set HUB_DEMO=1 to load what its people used.")
        written = use_tools(days=Days(timezone.now()))
        self.stdout.write(f"Demo use: {written} rows." if written else "Demo use: here already, nothing changed.")
