"""What of issues and risks moves when somebody who is there twice becomes one."""

from django.utils.translation import gettext_lazy as _

from alliances.issues.models import Issue, Risk
from coe_hub.people.doubles.references import Rule, register


def register_all() -> None:
    """Register the columns."""
    register(Issue, "owner", Rule(label=_("Issues"), seen=Issue.objects.visible_to))
    register(Risk, "owner", Rule(label=_("Risks"), seen=Risk.objects.visible_to))
