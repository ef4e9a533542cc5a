"""`manage.py remind`: one run of the reminders by hand."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from coe_hub.reminders.delivery import run_engine
from coe_hub.reminders.models import Reminder
from coe_hub.reminders.planning import Clock, plan

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

        def noon(zone: ZoneInfo) -> datetime:
            return datetime.combine(on or datetime.now(zone).date(), NOON, tzinfo=zone)

        if options["dry_run"]:
            self._dry_run(noon)
            return
        run = run_engine(clock=noon)
        self.stdout.write(f"planned {run.planned}, sent {run.sent}")

    def _day(self, text: str | None) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise CommandError(f"{text!r} is not a day. Write it as 2026-11-23.") from error

    def _dry_run(self, clock: Clock) -> None:
        with transaction.atomic():
            started = timezone.now()
            count = plan(clock=clock)
            rows = Reminder.objects.filter(planned_at__gte=started).select_related("person__user")
            for row in rows.order_by("person__sort_key", "due_date", "kind", "object_id"):
                email = row.person.user.email if hasattr(row.person, "user") else row.person.email
                self.stdout.write(f"{email}  {row.kind} {row.object_id}, due {row.due_date}, {row.channel}")
            transaction.set_rollback(True)
        self.stdout.write(f"would plan {count}")
