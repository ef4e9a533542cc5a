"""Which due dates want a mail today, and to whom."""

from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from coe_hub.people.models import User
from coe_hub.reminders import due
from coe_hub.reminders.models import Reminder

# Days before the due date at which the person responsible is told; after it, weekly, then silence.
LEAD_DAYS = (30, 7, 1, 0)
LATE_WEEKS = 4
MORNING = time(8)
_CHUNK = 1000


def step_for(days_left: int) -> int | None:
    """The step a due date has reached, `days_left` days before it (negative: late); None where nobody is told.

    30, 7, 1, 0: the smallest lead time not yet passed, so that a hub that was off for some days says the present
    thing once. -1, -2 …: weeks late, the first starting the day after.
    """
    if days_left > LEAD_DAYS[0]:
        return None
    if days_left >= 0:
        return min(days for days in LEAD_DAYS if days >= days_left)
    weeks = (-days_left - 1) // 7 + 1
    return -weeks if weeks <= LATE_WEEKS else None


def _message_id(item: due.DueItem, step: int, user_id: int) -> str:
    """The same for the same reminder, so that a mail server can tell a repetition."""
    return f"{item.kind}.{item.object_id}.{item.due_date:%Y%m%d}.{step}.{user_id}@hub"


def plan(*, zone: ZoneInfo, on: date) -> list[Reminder]:
    """Plan today's reminders of everybody in `zone`, where it is the day `on`; return those that were planned anew.

    Repeating it plans nothing twice: the database refuses a second row for the same step.
    """
    users = dict(User.objects.active().filter(time_zone=zone.key).values_list("person_id", "pk"))
    if not users:
        return []
    send_after = datetime.combine(on, MORNING, tzinfo=zone)
    wanted = (
        Reminder(
            kind=item.kind,
            object_id=item.object_id,
            due_date=item.due_date,
            step=step,
            user_id=users[item.owner_id],
            send_after=send_after,
            message_id=_message_id(item, step, users[item.owner_id]),
        )
        for item in due.iterate(until=on + timedelta(days=LEAD_DAYS[0]))
        if item.owner_id in users and (step := step_for(item.days_left(on))) is not None
    )
    planned: list[Reminder] = []
    while chunk := list(islice(wanted, _CHUNK)):
        known = set(
            Reminder.objects.filter(message_id__in=[one.message_id for one in chunk]).values_list(
                "message_id", flat=True
            )
        )
        fresh = [one for one in chunk if one.message_id not in known]
        Reminder.objects.bulk_create(fresh, ignore_conflicts=True)
        planned.extend(fresh)
    return planned
