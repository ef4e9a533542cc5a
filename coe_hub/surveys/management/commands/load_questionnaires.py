"""`manage.py load_questionnaires`: publish the starter questionnaires that are not here yet."""

from typing import Any

from django.core.management.base import BaseCommand

from coe_hub.lib.access import GlobalRole
from coe_hub.lib.history import STARTER_QUESTIONNAIRES, acting
from coe_hub.people.models import User
from coe_hub.surveys.starter import files, load_questionnaire


class Command(BaseCommand):
    """Idempotent: what curators changed, retired or added is never touched."""

    help = "Publish the starter questionnaires that are not in the hub yet."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(load_questionnaires())


def load_questionnaires() -> str:
    """What came in, in a line."""
    curators = list(User.objects.active().filter(roles__contains=[GlobalRole.CURATOR]).order_by("pk")[:2])
    curators = curators or list(User.objects.active().filter(roles__contains=[GlobalRole.ADMIN]).order_by("pk")[:1])
    if not curators:
        return "Starter questionnaires: nobody to publish them yet; they come with the first curator or admin."
    author, approver = curators[-1], curators[0]
    with acting(by=author, reason=STARTER_QUESTIONNAIRES):
        loaded = sum(
            load_questionnaire(file, author=author, approver=approver, position=10 * place)
            for place, file in enumerate(files(), start=1)
        )
    return f"Starter questionnaires: {loaded} published." if loaded else "Starter questionnaires: all there."
