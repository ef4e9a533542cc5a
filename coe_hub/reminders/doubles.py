"""What of reminders moves when somebody who is there twice becomes one."""

from coe_hub.people.doubles.references import Clash, Rule, register
from coe_hub.reminders.models import Delivery, KindPreference, Preference, RefusedAddress, Reminder, Response


def register_all() -> None:
    """Register the columns. What was told is told: it moves, so that it is not told again. Where both were told, or
    both said what they like, that of the one who is kept counts."""
    for model in (Delivery, KindPreference, Preference, RefusedAddress, Reminder, Response):
        register(model, "person", Rule(Clash.STAYS))
