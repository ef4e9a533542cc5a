"""What of an alliance moves when a person or an organisation that is there twice becomes one."""

from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance, Member, Party
from coe_hub.people.doubles.references import Clash, Rule, register


def register_all() -> None:
    """Register the columns; the same role twice, or the same party, is one."""
    register(
        Alliance, "lead", Rule(label=_("Alliances led"), seen=lambda user: Alliance.objects.visible_to(user).active())
    )
    register(
        Member,
        "person",
        Rule(
            Clash.DROPPED,
            label=_("Roles on alliances"),
            seen=lambda user: Member.objects.filter(alliance__in=Alliance.objects.visible_to(user)),
        ),
    )
    register(
        Party,
        "organisation",
        Rule(
            Clash.DROPPED,
            label=_("Alliances"),
            seen=lambda user: Party.objects.filter(alliance__in=Alliance.objects.visible_to(user)),
        ),
    )
