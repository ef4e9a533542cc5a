"""What of needs moves when somebody who is there twice becomes one."""

from coe_hub.people.doubles.references import Clash, Rule, register
from governance.needs.models import Vote


def register_all() -> None:
    """Register the columns: who voted twice voted once."""
    register(Vote, "person", Rule(Clash.DROPPED))
