"""What of waves moves when somebody who is there twice becomes one."""

from coe_hub.people.doubles.references import Clash, Rule, register
from coe_hub.surveys.models import Participant


def register_all() -> None:
    """Register the columns: whoever was asked twice stays asked twice, so that no answer is lost or counted anew."""
    register(Participant, "person", Rule(Clash.STAYS))
