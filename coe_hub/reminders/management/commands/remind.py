"""`manage.py remind`: one pass of the reminders by hand."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from coe_hub.reminders.delivery import deliver, zones
from coe_hub.reminders.models import Reminder
from coe_hub.reminders.planning import plan

NOON = time(12)


class Command(BaseCommand):
    """Acts as at noon on a date in each person's own zone, and delivers in this process."""

    help = "Plan and send the reminders of one day, as at noon in each person's time zone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="the day to act on, such as 2026-11-23 (default: today)")
        parser.add_argument(
            "--dry-run", action="store_true", help="print what would be planned; write and send nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        on = self._day(options["on"])
        if options["dry_run"]:
            self._dry_run(on)
            return
        planned = sent = 0
        for zone in zones():
            at = self._noon(on, zone)
            planned += len(plan(zone=zone, on=at.date()))
            sent += deliver(zone=zone, at=at)
        self.stdout.write(f"planned {planned}, sent {sent}")

    def _day(self, text: str | None) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise CommandError(f"{text!r} is not a day. Write it as 2026-11-23.") from error

    def _noon(self, on: date | None, zone: ZoneInfo) -> datetime:
        return datetime.combine(on or datetime.now(zone).date(), NOON, tzinfo=zone)

    def _dry_run(self, on: date | None) -> None:
        with transaction.atomic():
            rows = [one for zone in zones() for one in plan(zone=zone, on=self._noon(on, zone).date())]
            readers = Reminder.objects.filter(message_id__in=[row.message_id for row in rows]).select_related("user")
            for row in readers.order_by("user__email", "due_date", "kind", "object_id"):
                self.stdout.write(f"{row.user.email}  {row.kind} {row.object_id}, due {row.due_date}, step {row.step}")
            transaction.set_rollback(True)
        self.stdout.write(f"would plan {len(rows)}")
