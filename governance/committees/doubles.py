"""What of committees moves when a person who is there twice becomes one."""

from django.utils.translation import gettext_lazy as _

from coe_hub.people.doubles.references import Clash, Rule, register
from governance.committees.models import Seat


def register_all() -> None:
    """Register the columns; the same seat twice is one."""
    register(
        Seat,
        "person",
        Rule(Clash.DROPPED, label=_("Committees"), seen=lambda user: Seat.objects.visible_to(user)),
    )
