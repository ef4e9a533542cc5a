"""Whether sponsors are in touch, and what alliances ask them and the committee for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from alliances.sponsors.models import SILENT_AFTER, SupportRequest, sponsorships
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User
from governance.dashboard.reports.counting import Counting, Figure, counts, figure_of, flag

_SHOWN = 3


@dataclass(frozen=True)
class Sponsors:
    """Sponsors of our side on living alliances, by when they were last in touch."""

    fresh: Figure
    silent: Figure
    never: Figure

    @property
    def all(self) -> int:
        """All of them."""
        return self.fresh.count + self.silent.count + self.never.count


@dataclass(frozen=True)
class Asked:
    """How many requests for support wait for an answer, and the first of them that the reader may open."""

    figure: Figure
    rows: Sequence[SupportRequest]


def sponsors(counting: Counting, today: date) -> Sponsors:
    """As things stand on that day. One query."""
    found = _IN_TOUCH.figures(counting.user, today=today, **counting.given)

    def figure(name: str) -> Figure:
        return figure_of(found, name, counting.url("sponsor_list", contact=name))

    return Sponsors(fresh=figure("fresh"), silent=figure("silent"), never=figure("never"))


def _in_touch(user: User, *, today: date, **given: Any) -> tuple["QuerySet[Any]", dict[str, Any]]:
    counting = Counting(user, **given)
    rows = sponsorships().filter(alliance__in=counting.counted.living())
    conditions = {
        "fresh": Q(last_contact_on__gte=today - SILENT_AFTER),
        "silent": Q(last_contact_on__lt=today - SILENT_AFTER),
        "never": Q(last_contact_on__isnull=True),
    }
    return rows.annotate(is_shown=flag(counting.shown_through)), counts(conditions)


_IN_TOUCH = ForReader(_in_touch)


def support_asked(counting: Counting) -> Asked:
    """What waits for an answer. Two queries."""
    found = _ASKED.figures(counting.user, **counting.given)
    rows = SupportRequest.objects.open().filter(alliance__in=counting.open_ones.living()).with_row().in_order()
    figure = figure_of(found, "all", counting.url("support_list"))
    return Asked(figure, list(rows[:_SHOWN]) if figure.count else [])


def _asked(user: User, **given: Any) -> tuple["QuerySet[Any]", dict[str, Any]]:
    counting = Counting(user, **given)
    rows = SupportRequest.objects.open().filter(alliance__in=counting.counted.living())
    return rows.annotate(is_shown=flag(counting.shown_through)), counts({"all": Q()})


_ASKED = ForReader(_asked)
