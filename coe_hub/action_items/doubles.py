"""What of action items moves when somebody who is there twice becomes one."""

from django.utils.translation import gettext_lazy as _

from coe_hub.action_items.models import ActionItem
from coe_hub.people.doubles.references import Rule, register


def register_all() -> None:
    """Register the columns."""
    register(ActionItem, "owner", Rule(label=_("Actions"), seen=ActionItem.objects.visible_to))
