"""Events that are a day of their agreement: which day that is."""

from datetime import date

from alliances.agreements.models import Agreement
from alliances.agreements.states import standing
from alliances.obligations.models import Point, TriggerEvent


def day_of(agreement: Agreement, point: str, today: date) -> date | None:
    """The day of an agreement that a point of it stands for; its end as things stand, by renewal, notice or
    termination."""
    if point == Point.SIGNED:
        return agreement.signed_on
    if point == Point.EFFECTIVE:
        return agreement.in_force_from
    return standing(agreement, today).ends_on


def days_of(event: TriggerEvent, today: date) -> dict[str, date | None]:
    """The columns of an event that stands for a day of its agreement, and what they are: a day that has come has
    happened."""
    day = day_of(event.agreement, event.point, today) if event.agreement else None
    is_past = day is not None and day <= today
    return {"expected_on": None if is_past else day, "occurred_on": day if is_past else None}
