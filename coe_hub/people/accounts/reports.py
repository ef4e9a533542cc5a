"""How people come in, as an admin's Today tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from coe_hub.people.models import Invitation, User


@dataclass(frozen=True)
class Arrivals:
    """Invitations not accepted yet: those still open and those that ran out; and how many accounts can sign in."""

    open: Sequence[Invitation]
    expired: Sequence[Invitation]
    accounts: int

    @property
    def is_begun(self) -> bool:
        """Whether anybody beside the first admin has come in."""
        return self.accounts > 1


def arrivals(now: datetime) -> Arrivals:
    """Who was asked in and has not come, the longest-waiting first. Two queries."""
    waiting = Invitation.objects.filter(accepted_at__isnull=True).select_related("person").order_by("created_at", "pk")
    rows = list(waiting)
    return Arrivals(
        open=[one for one in rows if one.is_open(now)],
        expired=[one for one in rows if not one.is_open(now)],
        accounts=User.objects.active().count(),
    )
