"""What of goals moves when somebody who is there twice becomes one."""

from alliances.goals.models import Signatory
from coe_hub.people.doubles.references import Clash, Rule, register


def register_all() -> None:
    """Register the columns: who is named twice is named once. What both signed stays signed."""
    register(Signatory, "person", Rule(Clash.DROPPED))
