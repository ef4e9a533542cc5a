"""What of contents moves when somebody who is there twice becomes one."""

from coe_hub.people.doubles.references import Clash, Rule, register
from coe_hub.publishing.models import PilotReader


def register_all() -> None:
    """Register the columns: who tries an edition out twice tries it out once."""
    register(PilotReader, "person", Rule(Clash.DROPPED))
