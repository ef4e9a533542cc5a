"""What of reviews moves when somebody who is there twice becomes one."""

from alliances.reviews.models import ReviewInvitee
from coe_hub.people.doubles.references import Clash, Rule, register


def register_all() -> None:
    """Register the columns: who was invited twice is invited once."""
    register(ReviewInvitee, "person", Rule(Clash.DROPPED))
