"""Addresses that a mail server refused for good: marked, told to admins once, and taken back when they are right."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from coe_hub.lib.access import GlobalRole
from coe_hub.lib.tasks import send_in_background
from coe_hub.people.models import Person, User
from coe_hub.reminders.models import RefusedAddress


@transaction.atomic
def mark_refused(*, email: str, person: Person, error: str) -> None:
    """No further mail goes to this address; each admin gets one mail about it, the first time."""
    _row, is_new = RefusedAddress.objects.get_or_create(
        email=email.lower(), defaults={"person": person, "error": error[:500]}
    )
    if not is_new:
        return
    admins = User.objects.active().filter(roles__contains=[GlobalRole.ADMIN]).exclude(person=person)
    for admin in admins.select_related("person"):
        with translation.override(admin.language):
            names = {"name": admin.person.display_name, "reader": person.display_name}
        send_in_background(
            "address_refused",
            to=admin.email,
            language=admin.language,
            context={**names, "email": email, "url": settings.HUB_URL + reverse("reminder_engine")},
        )


@transaction.atomic
def trust_again(*, address: RefusedAddress) -> None:
    """The address is right after all: it gets what waits for the next digest, and what is told from now on."""
    address.delete()
