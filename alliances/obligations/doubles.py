"""What of obligations moves when somebody who is there twice becomes one."""

from django.utils.translation import gettext_lazy as _

from alliances.obligations.models import Obligation
from coe_hub.people.doubles.references import Rule, register


def register_all() -> None:
    """Register the columns."""
    register(Obligation, "owner", Rule(label=_("Obligations"), seen=Obligation.objects.visible_to))
