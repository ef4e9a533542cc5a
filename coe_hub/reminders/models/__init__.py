"""Models of the reminders room."""

from coe_hub.reminders.models.deliveries import Channel, Delivery, DeliveryState, Pass, RefusedAddress, Reminder
from coe_hub.reminders.models.wishes import Answer, AnswerKind, KindRule, KindWish, Rhythm, Wish

__all__ = [
    "Answer",
    "AnswerKind",
    "Channel",
    "Delivery",
    "DeliveryState",
    "KindRule",
    "KindWish",
    "Pass",
    "RefusedAddress",
    "Reminder",
    "Rhythm",
    "Wish",
]
