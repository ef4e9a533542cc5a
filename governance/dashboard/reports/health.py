"""Whether both sides are asked how they see it: alliances at work by when that was last done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from alliances.health.listing import ASKED, with_last_check
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User
from governance.dashboard.reports.counting import Counting, Figure, counts, figure_of, flag


@dataclass(frozen=True)
class Asked:
    """Alliances at work whose two sides were asked within a year, longer ago, or never."""

    lately: Figure
    long_ago: Figure
    never: Figure

    @property
    def all(self) -> int:
        """All of them."""
        return self.lately.count + self.long_ago.count + self.never.count


def asked(counting: Counting, today: date) -> Asked:
    """As things stand on that day. One query."""
    found = _ASKED.figures(counting.user, today=today, **counting.given)

    def figure(name: str) -> Figure:
        return figure_of(found, name, counting.url("health_list", asked=name))

    return Asked(lately=figure("lately"), long_ago=figure("long_ago"), never=figure("never"))


def _asked(user: User, *, today: date, **given: Any) -> tuple["QuerySet[Any]", dict[str, Any]]:
    counting = Counting(user, **given)
    wanted = counts({name: condition(today) for name, condition in ASKED.items()})
    return with_last_check(counting.counted).annotate(is_shown=flag(counting.shown)), wanted


_ASKED = ForReader(_asked)
