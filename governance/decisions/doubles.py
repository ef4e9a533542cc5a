"""What of decisions moves when somebody who is there twice becomes one."""

from django.utils.translation import gettext_lazy as _

from coe_hub.people.doubles.references import Rule, register
from governance.decisions.models import Decision


def register_all() -> None:
    """Register the column."""
    register(Decision, "owner", Rule(label=_("Decisions"), seen=Decision.objects.visible_to))
