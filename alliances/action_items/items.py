"""The action items of one alliance."""

from coe_hub.action_items.models import ActionItem, ActionItemQuerySet
from coe_hub.people.models import User


def items_of(user: User, scope: int) -> ActionItemQuerySet:
    """The items of the alliance in that scope, as far as the user may see them."""
    return ActionItem.objects.visible_to(user).active().filter(scope=scope)
