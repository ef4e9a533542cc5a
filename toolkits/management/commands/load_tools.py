"""`manage.py load_tools`: publish the starter tools that are not here yet, and newer texts of those left alone."""

from typing import Any

from django.core.management.base import BaseCommand

from coe_hub.lib.access import GlobalRole
from coe_hub.lib.history import STARTER_TOOLS, acting
from coe_hub.people.models import User
from toolkits.starter import folders, load_tool, renew_tool


class Command(BaseCommand):
    """Idempotent: what curators changed, retired or added is never touched."""

    help = "Publish the starter tools that are not in the hub yet, and newer texts of those that nobody changed."

    def handle(self, *args: Any, **options: Any) -> None:
        curators = list(User.objects.active().filter(roles__contains=[GlobalRole.CURATOR]).order_by("pk")[:2])
        curators = curators or list(User.objects.active().filter(roles__contains=[GlobalRole.ADMIN]).order_by("pk")[:1])
        if not curators:
            self.stdout.write("Starter tools: nobody to publish them yet; they come with the first curator or admin.")
            return
        author, approver = curators[-1], curators[0]
        with acting(by=author, reason=STARTER_TOOLS):
            loaded = sum(
                load_tool(folder, author=author, approver=approver, position=10 * place)
                for place, folder in enumerate(folders(), start=1)
            )
            renewed = sum(renew_tool(folder, author=author, approver=approver) for folder in folders())
        self.stdout.write(f"Starter tools: {loaded} published." if loaded else "Starter tools: all there.")
        if renewed:
            self.stdout.write(f"Starter tools: {renewed} have a newer text; those changed here keep yours.")
