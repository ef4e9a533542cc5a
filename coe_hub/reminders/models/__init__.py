"""Models of the reminders room."""

from coe_hub.reminders.models.deliveries import Channel, Delivery, DeliveryState, RefusedAddress, Reminder, Run
from coe_hub.reminders.models.preferences import KindPreference, KindRule, Preference, Response, ResponseKind, Rhythm

__all__ = [
    "Channel",
    "Delivery",
    "DeliveryState",
    "KindPreference",
    "KindRule",
    "Preference",
    "RefusedAddress",
    "Reminder",
    "Response",
    "ResponseKind",
    "Rhythm",
    "Run",
]
