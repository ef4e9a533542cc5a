"""The action items of one alliance."""

from alliances.core.models import Alliance
from coe_hub.action_items.models import ActionItem, ActionItemQuerySet
from coe_hub.people.models import User


def items_of(user: User, alliance: Alliance) -> ActionItemQuerySet:
    """The alliance's items, as far as the user may see them."""
    return ActionItem.objects.visible_to(user).active().filter(scope=alliance.scope)
