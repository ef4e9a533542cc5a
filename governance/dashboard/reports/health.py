"""Whether both sides are asked how they see it, and what they said: alliances at work by when that was last done, and
the means of those that the reader may open."""

from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Any

from django.db.models import QuerySet

from alliances.health.listing import ASKED, at_work
from alliances.health.scores import last_waves, seen_in
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


@dataclass(frozen=True)
class Seen:
    """How both sides saw it when they were last asked: of how many alliances it is told, the mean of their means, from
    1 to 5, None where nothing is told; on how many a side is low, or both see it differently."""

    told: Figure
    ours: float | None
    theirs: float | None
    low: Figure
    wide: Figure


def seen(counting: Counting) -> Seen:
    """Of the alliances that the reader may open, and of these what enough people answered. Two queries, and a few where
    nobody looked for a day."""
    found = [one for one in seen_in(_WAVES.rows(counting.user, **counting.given)).values() if one.is_told]
    ours = [one.ours for one in found if one.ours is not None]
    theirs = [one.theirs for one in found if one.theirs is not None]

    def figure(name: str, count: int) -> Figure:
        return Figure(count, 0, counting.url("health_list", seen=name))

    return Seen(
        told=figure("told", len(found)),
        ours=fmean(ours) if ours else None,
        theirs=fmean(theirs) if theirs else None,
        low=figure("low", sum(one.is_low for one in found)),
        wide=figure("wide", sum(one.is_wide for one in found)),
    )


def _waves(user: User, **given: Any) -> "QuerySet[Any, Any]":
    return last_waves(Counting(user, **given).open_ones)


_WAVES = ForReader(_waves)


def asked(counting: Counting, today: date) -> Asked:
    """As things stand on that day. One query."""
    found = _ASKED.figures(counting.user, today=today, **counting.given)

    def figure(name: str) -> Figure:
        return figure_of(found, name, counting.url("health_list", asked=name))

    return Asked(lately=figure("lately"), long_ago=figure("long_ago"), never=figure("never"))


def _asked(user: User, *, today: date, **given: Any) -> tuple["QuerySet[Any]", dict[str, Any]]:
    counting = Counting(user, **given)
    wanted = counts({name: condition(today) for name, condition in ASKED.items()})
    return at_work(counting.counted).annotate(is_shown=flag(counting.shown)), wanted


_ASKED = ForReader(_asked)
