"""How the engine of the reminders does: for admins, in figures that explain themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from coe_hub.lib.set_up import Step
from coe_hub.operations.models import LATE_AFTER, Backup, StoppedWork
from coe_hub.reminders.models import (
    Channel,
    Delivery,
    DeliveryState,
    RefusedAddress,
    Reminder,
    Response,
    ResponseKind,
    Run,
)

LOOKS_BACK = timedelta(days=7)
# Beat starts a run every five minutes; three that did not come, or not to their end, are no chance.
QUIET_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class EngineState:
    """`lag` is how long the oldest mail that should be out waits; figures of mails are of the last seven days."""

    last_run: Run | None
    is_quiet: bool
    waiting: int
    lag: timedelta | None
    in_digests: int
    sent: int
    failed: int
    unclear: int
    refused: "list[RefusedAddress]"
    not_mine: int

    @property
    def lag_text(self) -> str:
        """How long the oldest waits, in words."""
        now = timezone.now()
        return timesince(now - self.lag, now) if self.lag else ""


@dataclass(frozen=True)
class BackupState:
    """The last good backup and what went wrong since, None where there is none; whether one comes each night."""

    last: Backup | None
    wrong: Backup | None
    comes_nightly: bool
    is_late: bool


def backup_state() -> BackupState:
    """What there is to see of backups; two queries."""
    last = Backup.objects.good().order_by("started_at").last()
    wrong = Backup.objects.exclude(problem="").order_by("started_at").last()
    if last and wrong and wrong.started_at < last.started_at:
        wrong = None
    comes = bool(settings.BACKUP_FOLDER)
    is_late = comes and (last is None or last.started_at < timezone.now() - LATE_AFTER)
    return BackupState(last=last, wrong=wrong, comes_nightly=comes, is_late=is_late)


def backup_step(_user: object) -> Step:
    """For the page that leads through an empty hub: done once there is a backup."""
    return Step(
        _("See that it is backed up"),
        _("Whoever runs the hub sets it up: docs/operations.md, “Backup and restore”. Done once there is one."),
        reverse("reminder_engine"),
        Backup.objects.good().exists(),
    )


def given_up() -> list[StoppedWork]:
    """The last work that nobody takes up again since it killed its workers; one query."""
    return list(StoppedWork.objects.filter(is_given_up=True).order_by("-last_at")[:10])


def engine_state(now: datetime | None = None) -> EngineState:
    """What there is to see of the engine; six queries."""
    now = now or timezone.now()
    last = Run.objects.filter(ended_at__isnull=False).order_by("-started_at").first()
    due_now = Delivery.objects.filter(state=DeliveryState.PLANNED, send_after__lte=now)
    queue = due_now.aggregate(count=Count("pk"), oldest=Min("send_after"))
    week = Delivery.objects.filter(planned_at__gt=now - LOOKS_BACK).aggregate(
        sent=Count("pk", filter=Q(state=DeliveryState.SENT)),
        failed=Count("pk", filter=Q(state=DeliveryState.FAILED)),
        unclear=Sum("unclear", default=0),
    )
    return EngineState(
        last_run=last,
        is_quiet=last is None or last.ended_at is None or now - last.ended_at > QUIET_AFTER,
        waiting=queue["count"],
        lag=now - queue["oldest"] if queue["oldest"] else None,
        in_digests=Reminder.objects.filter(channel=Channel.DIGEST, delivery__isnull=True).count(),
        sent=week["sent"],
        failed=week["failed"],
        unclear=week["unclear"],
        refused=list(RefusedAddress.objects.select_related("person").order_by("-refused_at")),
        not_mine=Response.objects.filter(answer=ResponseKind.NOT_MINE, at__gt=now - LOOKS_BACK).count(),
    )
