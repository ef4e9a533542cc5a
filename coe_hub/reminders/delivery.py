"""Planned mails go out: claimed, written, kept, sent, and marked, in this order.

No row is locked while the mail server talks. A worker that dies leaves its claim to run out; whoever takes the row
over sends the very mail that was kept, under the same Message-ID. Any number of workers may do this at once.
"""

import logging
import re
import secrets
import time
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused

from celery.exceptions import SoftTimeLimitExceeded
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection as database
from django.db import transaction
from django.db.models import Case, F, PositiveSmallIntegerField, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone

from coe_hub.lib.mail import Mail, message_for
from coe_hub.people.directory.correspondence import with_address
from coe_hub.people.models import Person
from coe_hub.reminders.addresses import mark_refused
from coe_hub.reminders.models import Channel, Delivery, DeliveryState, Run
from coe_hub.reminders.planning import Clock, plan
from coe_hub.reminders.working_days import work_calendars
from coe_hub.reminders.writing import write

# A claim must outlast a batch at the slowest a mail server may be (settings.EMAIL_TIMEOUT for each answer).
CLAIM = timedelta(minutes=15)
BATCH = 50
LONGEST = 600  # seconds
MOST_ATTEMPTS = 10
PASSES_KEPT = timedelta(days=31)
# The server says that there is no such address: with an enhanced code of these (RFC 3463, 3.2 and 3.3), or without one.
_NO_SUCH_ADDRESS = re.compile(r"5\.(1\.\d+|2\.1)\b")
_ENHANCED = re.compile(r"[245]\.\d+\.\d+\b")
_NO_MAILBOX = {550, 551, 553}

logger = logging.getLogger(__name__)


class MailServerAwayError(Exception):
    """No mail can go out at all: no connection, a wrong password, or a sender that is refused."""


def run_engine(*, clock: Clock) -> Run:
    """Plan and deliver once, `clock(zone)` being the time in each zone; return what was done."""
    Run.objects.filter(started_at__lt=timezone.now() - PASSES_KEPT).delete()
    run = Run.objects.create()
    try:
        run.planned = plan(clock=clock)
        run.save(update_fields=["planned"])
    finally:  # what was planned before goes out whatever keeps the rest from being planned
        run.sent, run.failed = deliver(clock=clock)
        run.save(update_fields=["sent", "failed"])
    run.ended_at = timezone.now()
    run.save(update_fields=["ended_at"])
    return run


def deliver(*, clock: Clock) -> tuple[int, int]:
    """Send what is planned up to the latest `clock` of any zone; return how many were sent, and how many not.

    Where the mail server is away, the run ends there: nothing is counted against any mail, and the next run goes on.
    So it does after ten minutes, well before the task's own limit would end it in the middle of a mail.
    """
    ends = time.monotonic() + LONGEST
    until = max((clock(place.zone) for place in work_calendars()), default=timezone.now())
    sent = failed = 0
    tried: set[int] = set()
    connection = get_connection()
    try:
        while time.monotonic() < ends and (waiting := _claim(until, tried)):
            tried.update(delivery.pk for delivery in waiting)
            _open(connection)  # before anything is written: what nobody can send may have changed until somebody can
            errors = _write(waiting, clock)
            while waiting and time.monotonic() < ends:
                state = _deliver_one(waiting[0], errors.get(waiting[0].pk), connection)
                sent += state == DeliveryState.SENT
                failed += state == DeliveryState.FAILED
                waiting.pop(0)
            _release(waiting, "")
    except MailServerAwayError as error:
        logger.warning("The mail server is away: %s", error)
        _release(waiting, str(error))
    finally:
        connection.close()
    return sent, failed


def _claim(until: datetime, tried: set[int]) -> list[Delivery]:
    """Take the next mails for this process alone; others skip them until the claim runs out. Urgent ones first."""
    now = timezone.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    counted = When(sending_since__isnull=False, then=F("unclear") + 1)
    unclear = Case(counted, default=F("unclear"), output_field=PositiveSmallIntegerField())
    urgent_first = Case(When(channel=Channel.SINGLE, then=Value(0)), default=Value(1))
    with transaction.atomic():
        pks = list(
            Delivery.objects.select_for_update(skip_locked=True)
            .filter(free, state=DeliveryState.PLANNED, send_after__lte=until)
            .exclude(pk__in=tried)
            .order_by(urgent_first, "send_after", "pk")
            .values_list("pk", flat=True)[:BATCH]
        )
        Delivery.objects.filter(pk__in=pks).update(
            claimed_until=now + CLAIM,
            claim=secrets.token_hex(16),
            attempts=F("attempts") + 1,
            unclear=unclear,
            sending_since=None,
        )
    claimed = Delivery.objects.filter(pk__in=pks).order_by(urgent_first, "send_after", "pk")
    return list(claimed.prefetch_related(Prefetch("person", with_address(Person.objects.all()))))


def _open(connection: BaseEmailBackend) -> None:
    """Once for many mails: it does nothing where the connection stands."""
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        raise MailServerAwayError(str(error)) from error


def _write(deliveries: list[Delivery], clock: Clock) -> dict[int, Exception]:
    """Write them together, which is quick; where that fails, each alone. What went wrong with which mail, by its id."""
    try:
        write(deliveries, clock=clock)
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:  # a template that breaks for one reader must not keep the others waiting
        if len(deliveries) > 1:
            return {pk: wrong for one in deliveries for pk, wrong in _write([one], clock).items()}
        logger.exception("The mail %s could not be written", deliveries[0].message_id)
        return {deliveries[0].pk: error}
    return {}


def _deliver_one(delivery: Delivery, error: Exception | None, connection: BaseEmailBackend) -> str:
    """Send one mail, unless `error` kept it from being written; whatever goes wrong with it stops no other."""
    if error is not None:
        return _try_again(delivery, f"{type(error).__name__}: {error}")
    if delivery.state != DeliveryState.PLANNED:
        return delivery.state
    return _send(delivery, connection)


def _send(delivery: Delivery, connection: BaseEmailBackend) -> str:
    mail = Mail(subject=delivery.subject, text=delivery.text_body, html=delivery.html_body)
    message = message_for(mail, to=delivery.email, message_id=delivery.message_id, headers=delivery.headers)
    _open(connection)
    if not _begin(delivery):
        return DeliveryState.PLANNED  # this worker was too slow, and another one has it now
    try:
        connection.send_messages([message])
    except SMTPSenderRefused as error:
        raise MailServerAwayError(str(error)) from error
    except (SMTPException, OSError) as error:
        connection.close()
        if _is_refused_for_good(error):
            mark_refused(email=delivery.email, person=delivery.person, error=str(error))
            return _end(delivery, DeliveryState.FAILED, error=str(error))
        return _try_again(delivery, str(error), is_unclear=not _is_an_answer(error))
    return _end(delivery, DeliveryState.SENT)


# These two are written out: Django would make their SQL anew for every mail, which takes longer than to send it.
_BEGIN = """
UPDATE reminders_delivery SET sending_since = %s, claimed_until = %s WHERE id = %s AND state = 'planned' AND claim = %s
"""
_END = """
UPDATE reminders_delivery SET state = %s, ended_at = %s, last_error = %s, subject = '', text_body = '', html_body = '',
    headers = '{}', claimed_until = NULL, sending_since = NULL
WHERE id = %s AND state = 'planned'
"""


def _begin(delivery: Delivery) -> bool:
    """Say that it is on its way, unless this worker's claim on it is no longer the last one."""
    now = timezone.now()
    with database.cursor() as cursor:
        cursor.execute(_BEGIN, [now, now + CLAIM, delivery.pk, delivery.claim])
        return bool(cursor.rowcount)


def _release(waiting: list[Delivery], error: str) -> None:
    """Give back what was claimed and not tried, without counting it as an attempt."""
    for delivery in waiting:
        _held(delivery).update(
            claimed_until=None, sending_since=None, attempts=F("attempts") - 1, last_error=error[:500]
        )


def _held(delivery: Delivery) -> "QuerySet[Delivery]":
    """The row, as long as this worker's claim on it is the last one."""
    return Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.PLANNED, claim=delivery.claim)


def _end(delivery: Delivery, state: DeliveryState, *, error: str = "") -> str:
    """Mark the mail as ended and forget its text, which nobody has to send again."""
    with database.cursor() as cursor:
        cursor.execute(_END, [state, timezone.now(), error[:500], delivery.pk])
    return state


def _try_again(delivery: Delivery, error: str, *, is_unclear: bool = False) -> str:
    """After 2, 4, 8 … minutes; after the tenth time never, and its reader finds it on their page of reminders.

    Where nobody knows whether the mail went out, that is counted, since the next attempt may be the second mail.
    """
    if delivery.attempts >= MOST_ATTEMPTS:
        return _end(delivery, DeliveryState.FAILED, error=error)
    _held(delivery).update(
        claimed_until=timezone.now() + timedelta(minutes=2**delivery.attempts),
        sending_since=None,
        unclear=F("unclear") + int(is_unclear),
        last_error=error[:500],
    )
    return DeliveryState.PLANNED


def _is_an_answer(error: Exception) -> bool:
    """Whether the mail server said no; else it fell silent, and may have taken the mail before."""
    return isinstance(error, SMTPResponseException | SMTPRecipientsRefused)


def _is_refused_for_good(error: Exception) -> bool:
    """Whether the mail server said that there is no such reader. A refusal by policy or a full mailbox passes."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(_is_no_address(code, text.decode(errors="replace")) for code, text in error.recipients.values())


def _is_no_address(code: int, text: str) -> bool:
    if _ENHANCED.match(text):
        return _NO_SUCH_ADDRESS.match(text) is not None
    return code in _NO_MAILBOX
