"""Decisions that wait: to be looked at again, to be confirmed, to be taken.

What stands behind a wall is not counted: the figure would give it away.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User
from governance.dashboard.reports.counting import Counting, Figure, counts, figure_of, flag
from governance.decisions.models import SOON, Decision, DecisionState

_WAY = "committee__alliance"


@dataclass(frozen=True)
class Waiting:
    """Decisions of joint committees: whose day of the next look has passed, or comes within a month; taken without a
    quorum; and not taken yet."""

    overdue: Figure
    soon: Figure
    unbound: Figure
    open: Figure


def waiting(counting: Counting, today: date) -> Waiting:
    """As things stand on that day. One query."""
    found = _WAITING.figures(counting.user, today=today, **counting.given)

    def figure(name: str, **query: str) -> Figure:
        return figure_of(found, name, counting.url("decision_list", whose="joint", **query))

    return Waiting(
        overdue=figure("overdue", look="overdue"),
        soon=figure("soon", look="soon"),
        unbound=figure("unbound", state=DecisionState.NOT_BINDING.value),
        open=figure("open", state="open"),
    )


def _waiting(user: User, *, today: date, **given: Any) -> tuple["QuerySet[Any]", dict[str, Any]]:
    counting = Counting(user, **given)
    here = {f"{_WAY}__in": counting.counted, "committee__scope": F(f"{_WAY}__scope")}
    # Where they stand is reckoned of those alone that can be among them.
    near = Decision.objects.of_committees_at_work().filter(**here).worth_a_look(today + SOON)
    is_in_force = Q(state=DecisionState.IN_FORCE)
    conditions = {
        "overdue": is_in_force & Q(review_day__lt=today),
        "soon": is_in_force & Q(review_day__range=(today, today + SOON)),
        "unbound": Q(state=DecisionState.NOT_BINDING),
        "open": Q(decided_on__isnull=True),
    }
    return near.with_standing().annotate(is_shown=flag(counting.shown_by(_WAY))), counts(conditions)


_WAITING = ForReader(_waiting)
