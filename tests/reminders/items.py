"""Action items for tests, given through the product's own action."""

from datetime import date, timedelta
from typing import Any

from alliances.core.models import Alliance
from coe_hub.action_items.actions import PURPOSE, add_action
from coe_hub.action_items.models import ActionItem
from coe_hub.people.access.partner_links import make_partner_link
from coe_hub.people.models import PartnerLink, Person, User
from tests.factories import make_organisation, make_person

WEEK = timedelta(days=7)


def make_item(alliance: Alliance, owner: Person, *, by: User, **values: Any) -> ActionItem:
    """Something to do for the owner, given by this account."""
    defaults: dict[str, Any] = {"text": "Send the data", "side": "ours", "due_on": date(2026, 6, 8)}
    return add_action(scope=alliance.scope, owner=owner, by=by, **defaults | values)


def make_contact(name: str = "Nia Partner", **values: Any) -> Person:
    """Somebody at the partner, without an account."""
    defaults = {"at": make_organisation("Northwind Biotech"), "email": "nia@northwind.example", "is_public": False}
    return make_person(name, **defaults | values)


def make_link(item: ActionItem, **values: Any) -> tuple[str, PartnerLink]:
    """A link to the item for its owner: the path that the mail has, and the row."""
    url = make_partner_link(purpose=PURPOSE, object_id=item.pk, scope=item.scope, person=item.owner, **values)
    return url[url.index("/p/") :], PartnerLink.objects.leading_to(PURPOSE, item.pk)[0]
