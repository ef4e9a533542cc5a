"""Models of the reminders room."""

from coe_hub.reminders.models.deliveries import Channel, Delivery, DeliveryState, RefusedAddress, Reminder, Run
from coe_hub.reminders.models.preferences import (
    KindPreference,
    KindRule,
    KindValues,
    Preference,
    Response,
    ResponseKind,
    Rhythm,
    RuleValues,
)

__all__ = [
    "Channel",
    "Delivery",
    "DeliveryState",
    "KindPreference",
    "KindRule",
    "KindValues",
    "Preference",
    "RefusedAddress",
    "Reminder",
    "Response",
    "ResponseKind",
    "Rhythm",
    "RuleValues",
    "Run",
]
