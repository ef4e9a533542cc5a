"""Planned reminders become mails: claimed, rendered, kept, sent, and marked, in this order.

No row is locked while the mail server talks. A worker that dies leaves its claim to run out; whoever takes the row
over sends the very mail that was kept, under the same Message-ID.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation

from coe_hub.lib.mail import Mail, message_for, render_mail
from coe_hub.people.models import User
from coe_hub.reminders import due
from coe_hub.reminders.models import Reminder, ReminderState
from coe_hub.reminders.planning import LATE_WEEKS, plan

# A claim must outlast a batch at the slowest a mail server may be (settings.EMAIL_TIMEOUT for each answer).
CLAIM = timedelta(minutes=15)
BATCH = 20
MOST_ATTEMPTS = 10
_PERMANENT = 500

Moment = Callable[[ZoneInfo], datetime]


def zones() -> list[ZoneInfo]:
    """The time zones that somebody lives in."""
    names = User.objects.active().order_by().values_list("time_zone", flat=True).distinct()
    return [ZoneInfo(name) for name in sorted(names)]


def run_pass(*, moment: Moment) -> int:
    """Plan and deliver once for every time zone, `moment(zone)` being the time there; return how many were sent."""
    sent = 0
    for zone in zones():
        at = moment(zone)
        plan(zone=zone, on=at.date())
        sent += deliver(zone=zone, at=at)
    return sent


def deliver(*, zone: ZoneInfo, at: datetime) -> int:
    """Send what is planned up to `at` for people in `zone`; return how many were sent."""
    sent = 0
    tried: set[int] = set()
    connection = get_connection()
    try:
        while batch := _claim(zone, at, tried):
            tried.update(reminder.pk for reminder in batch)
            sent += sum(_deliver_one(reminder, at.date(), connection) for reminder in batch)
    finally:
        connection.close()
    return sent


def _claim(zone: ZoneInfo, at: datetime, tried: set[int]) -> list[Reminder]:
    """Take the next rows for this process alone; others skip them until the claim runs out."""
    now = timezone.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    with transaction.atomic():
        pks = list(
            Reminder.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(free, state=ReminderState.PLANNED, send_after__lte=at, user__time_zone=zone.key)
            .exclude(pk__in=tried)
            .order_by("send_after", "pk")
            .values_list("pk", flat=True)[:BATCH]
        )
        Reminder.objects.filter(pk__in=pks).update(claimed_until=now + CLAIM, attempts=F("attempts") + 1)
    return list(Reminder.objects.filter(pk__in=pks).select_related("user__person").order_by("send_after", "pk"))


def _deliver_one(reminder: Reminder, on: date, connection: BaseEmailBackend) -> bool:
    if not reminder.subject and not _prepare(reminder, on):
        return False
    mail = Mail(subject=reminder.subject, text=reminder.text_body, html=reminder.html_body)
    message = message_for(mail, to=reminder.user.email, message_id=reminder.message_id)
    try:
        connection.open()  # once for many mails: it does nothing where the connection stands
        connection.send_messages([message])
    except (SMTPException, OSError) as error:
        _note_failure(reminder, error)
        connection.close()
        return False
    _finish(reminder, ReminderState.SENT, sent_at=timezone.now())
    return True


def _prepare(reminder: Reminder, on: date) -> bool:
    """Render and keep the mail, if it is still true and its reader may still see it; else stop it for good."""
    user = reminder.user
    item = current_item(reminder, on) if user.is_active else None
    if item is None:
        _finish(reminder, ReminderState.STOPPED)
        return False
    with translation.override(user.language):
        mail = render_mail(
            item.kind,
            language=user.language,
            context={
                "name": user.person.display_name,
                "item": item,
                "days_left": item.days_left(on),
                "days_late": -item.days_left(on),
                "url": settings.HUB_URL + item.url,
                "act_url": settings.HUB_URL + item.act_url,
            },
        )
    reminder.subject, reminder.text_body, reminder.html_body = mail.subject, mail.text, mail.html
    Reminder.objects.filter(pk=reminder.pk, state=ReminderState.PLANNED, subject="").update(
        subject=mail.subject, text_body=mail.text, html_body=mail.html
    )
    return True


def current_item(reminder: Reminder, on: date) -> due.DueItem | None:
    """The due item this reminder tells of, as its reader sees it now; None where it was done, moved or hidden."""
    found = due.iterate(
        until=reminder.due_date,
        user=reminder.user,
        owner_id=reminder.user.person_id,
        kind=reminder.kind,
        object_id=reminder.object_id,
    )
    same = (item for item in found if item.due_date == reminder.due_date)
    item = next(same, None)
    too_late = (on - reminder.due_date).days > 7 * LATE_WEEKS
    return None if too_late else item


def _finish(reminder: Reminder, state: ReminderState, sent_at: datetime | None = None) -> None:
    Reminder.objects.filter(pk=reminder.pk, state=ReminderState.PLANNED).update(
        state=state, sent_at=sent_at, claimed_until=None, last_error=""
    )


def _note_failure(reminder: Reminder, error: Exception) -> None:
    """An address refused for good is marked, and so is one tried too often; everything else is tried again, ever later.

    A wrong password or a refused sender is the hub's own trouble, not the reader's: their reminder waits for the cure.
    """
    waiting = Reminder.objects.filter(pk=reminder.pk, state=ReminderState.PLANNED)
    text = str(error)[:500]
    if _is_refused_for_good(error) or reminder.attempts >= MOST_ATTEMPTS:
        waiting.update(state=ReminderState.FAILED, claimed_until=None, last_error=text)
        return
    waiting.update(claimed_until=timezone.now() + timedelta(minutes=2**reminder.attempts), last_error=text)


def _is_refused_for_good(error: Exception) -> bool:
    """Whether the mail server said that there is no such reader (5xx for the recipient; RFC 5321, 4.2.1)."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(code >= _PERMANENT for code, _text in error.recipients.values())
