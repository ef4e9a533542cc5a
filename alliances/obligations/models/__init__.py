"""Obligations, the days on which they are due, and the events from which those are reckoned."""

from alliances.obligations.models.choices import (
    USUAL_LEAD_DAYS,
    Base,
    Certainty,
    ConditionState,
    Direction,
    Flow,
    Kind,
    Responsible,
)
from alliances.obligations.models.events import EventState, EventValues, Point, TriggerEvent, TriggerEventQuerySet
from alliances.obligations.models.fulfilments import PURPOSE, Fulfilment, FulfilmentQuerySet, State
from alliances.obligations.models.lapses import Lapse, lapses_on
from alliances.obligations.models.obligations import Obligation, ObligationQuerySet, ObligationValues

__all__ = [
    "PURPOSE",
    "USUAL_LEAD_DAYS",
    "Base",
    "Certainty",
    "ConditionState",
    "Direction",
    "EventState",
    "EventValues",
    "Flow",
    "Fulfilment",
    "FulfilmentQuerySet",
    "Kind",
    "Lapse",
    "Obligation",
    "ObligationQuerySet",
    "ObligationValues",
    "Point",
    "Responsible",
    "State",
    "TriggerEvent",
    "TriggerEventQuerySet",
    "lapses_on",
]
