"""How the columns of this room are moved."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coe_hub.people.access.actions import strongest
from coe_hub.people.doubles.references import Clash, Rule, register
from coe_hub.people.models import Invitation, Organisation, Person, PersonLanguage, ScopeGrant, Site, User


def _stronger(kept: Any, double: Any) -> dict[str, Any]:
    """The way in that opens more is the one that stays."""
    best = strongest([kept.role, double.role])
    return {"role": best} if best != kept.role else {}


def register_all() -> None:
    """Fill the register."""
    register(User, "person", Rule(Clash.STAYS))  # two accounts are refused before
    register(Invitation, "person", Rule(Clash.DROPPED))
    register(PersonLanguage, "person", Rule(Clash.DROPPED))
    register(ScopeGrant, "person", Rule(Clash.DROPPED, better=_stronger))
    register(Site, "organisation", Rule(Clash.MERGED, label=_("Sites"), seen=lambda _user: Site.objects.active()))
    register(
        Person, "organisation", Rule(label=_("People"), seen=lambda user: Person.objects.visible_to(user).active())
    )
    register(
        Organisation,
        "parent",
        Rule(label=_("Affiliates"), seen=lambda user: Organisation.objects.visible_to(user).active()),
    )
