"""What of alignment checks moves when somebody who is there twice becomes one."""

from alliances.alignment.models import Stand
from coe_hub.people.doubles.references import Clash, Rule, register


def register_all() -> None:
    """Register the columns: what both said stays."""
    register(Stand, "person", Rule(Clash.STAYS))
