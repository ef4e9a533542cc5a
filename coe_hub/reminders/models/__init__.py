"""Models of the reminders room."""

from coe_hub.reminders.action_items.models import ActionItem
from coe_hub.reminders.calendar.models import CalendarFeed
from coe_hub.reminders.models.deliveries import Channel, Delivery, DeliveryState, Pass, RefusedAddress, Reminder
from coe_hub.reminders.models.wishes import Answer, AnswerKind, KindRule, KindWish, Rhythm, Wish

__all__ = [
    "ActionItem",
    "Answer",
    "AnswerKind",
    "CalendarFeed",
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
