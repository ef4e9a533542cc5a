"""What of sponsors moves when somebody who is there twice becomes one."""

from alliances.sponsors.models import SponsorContact
from coe_hub.people.doubles.references import Clash, Rule, register


def register_all() -> None:
    """Register the column: who was in touch twice on a day was in touch."""
    register(SponsorContact, "person", Rule(Clash.DROPPED))
