"""Obligations, the days on which they are due, and the events from which those are reckoned."""

from alliances.obligations.models.events import EventState, EventValues, TriggerEvent, TriggerEventQuerySet
from alliances.obligations.models.fulfilments import PURPOSE, Fulfilment, FulfilmentQuerySet, State
from alliances.obligations.models.obligations import (
    USUAL_LEAD_DAYS,
    Base,
    Certainty,
    ConditionState,
    Direction,
    Flow,
    Kind,
    Obligation,
    ObligationQuerySet,
    ObligationValues,
    Responsible,
)

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
    "Obligation",
    "ObligationQuerySet",
    "ObligationValues",
    "Responsible",
    "State",
    "TriggerEvent",
    "TriggerEventQuerySet",
]
