"""Planned mails go out: claimed, written, kept, sent, and marked, in this order.

No row is locked while the mail server talks. A worker that dies leaves its claim to run out; whoever takes the row
over sends the very mail that was kept, under the same Message-ID. Any number of workers may do this at once, and each
has several senders. One thread alone talks to the database: it says of each mail that it is on its way before a sender
has it, and that it went out as soon as the sender comes back, both in one statement, of one mail and of the next.
"""

import logging
import re
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.core.mail import EmailMultiAlternatives
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
from coe_hub.reminders.senders import MailServerAwayError, Senders
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
    with Senders() as senders:
        waiting: list[Delivery] = []
        try:
            while time.monotonic() < ends and (waiting := _claim(until, tried)):
                tried.update(delivery.pk for delivery in waiting)
                senders.open()  # before anything is written: what nobody can send may have changed until somebody can
                errors = _write(waiting, clock)
                for state in chain(_settle(waiting, errors), _deliver(waiting, senders, ends)):
                    sent += state == DeliveryState.SENT
                    failed += state == DeliveryState.FAILED
                _release(waiting, "")
        except MailServerAwayError as error:
            logger.warning("The mail server is away: %s", error)
            _release(waiting, str(error))
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


def _settle(waiting: list[Delivery], errors: dict[int, Exception]) -> Iterator[str]:
    """Take out of `waiting` what is not to be sent, could not be written or need not be told; the state of each."""
    for delivery in waiting[:]:
        if (error := errors.get(delivery.pk)) is not None:
            waiting.remove(delivery)
            yield _try_again(delivery, f"{type(error).__name__}: {error}")
        elif delivery.state != DeliveryState.PLANNED:
            waiting.remove(delivery)
            yield delivery.state


def _deliver(waiting: list[Delivery], senders: Senders, ends: float) -> Iterator[str]:
    """Send what is `waiting`, which then holds what was not tried; whatever goes wrong with a mail stops no other. The
    state of each that was. Raises `MailServerAwayError` when all that was on its way has come back."""
    on_its_way: dict[Future[None], Delivery] = {}
    went_out: list[Delivery] = []
    refused: list[tuple[Delivery, BaseException]] = []
    away: MailServerAwayError | None = None
    while True:
        room = 0 if away or time.monotonic() >= ends else senders.count - len(on_its_way)
        next_ones = [waiting.pop(0) for _each in waiting[:room]]
        begun = _end_and_begin(went_out, next_ones)
        yield from [DeliveryState.SENT] * len(went_out)
        yield from (_refused(*one) for one in refused)
        # Where this worker was too slow, another one has it now.
        on_its_way |= {senders.send(partial(_message, one)): one for one in next_ones if one.pk in begun}
        if not on_its_way and not next_ones:
            break
        went_out, refused = [], []
        for future in wait(on_its_way, return_when=FIRST_COMPLETED).done:
            delivery, error = on_its_way.pop(future), future.exception()
            if error is None:
                went_out.append(delivery)
            elif isinstance(error, MailServerAwayError):
                away = error
                waiting.append(delivery)
            else:
                refused.append((delivery, error))
    if away:
        raise away


def _message(delivery: Delivery) -> EmailMultiAlternatives:
    mail = Mail(subject=delivery.subject, text=delivery.text_body, html=delivery.html_body)
    return message_for(mail, to=delivery.email, message_id=delivery.message_id, headers=delivery.headers)


def _refused(delivery: Delivery, error: BaseException) -> str:
    if _is_refused_for_good(error):
        mark_refused(email=delivery.email, person=delivery.person, error=str(error))
        return _end(delivery, error=str(error))
    return _try_again(delivery, str(error), is_unclear=not _is_an_answer(error))


# These two are written out: Django would make their SQL anew for every mail, which takes longer than to send it. Both
# in one statement are one commit. The first asks for no claim: it went out, whoever has it now.
_END = """
UPDATE reminders_delivery SET state = %s, ended_at = %s, last_error = %s, subject = '', text_body = '', html_body = '',
    headers = '{}', claimed_until = NULL, sending_since = NULL
WHERE id = ANY(%s) AND state = 'planned'
"""
_BEGIN = """
UPDATE reminders_delivery SET sending_since = %s, claimed_until = %s
FROM unnest(%s::bigint[], %s::text[]) AS ours(id, claim)
WHERE reminders_delivery.id = ours.id AND state = 'planned' AND reminders_delivery.claim = ours.claim
RETURNING reminders_delivery.id
"""


def _end_and_begin(went_out: list[Delivery], next_ones: list[Delivery]) -> set[int]:
    """Say of some that they went out, and of others that they are on their way: the ids of those of which this worker
    still has the last claim."""
    now = timezone.now()
    ended: list[Any] = [DeliveryState.SENT, now, "", [one.pk for one in went_out]]
    begun: list[Any] = [now, now + CLAIM, [one.pk for one in next_ones], [one.claim for one in next_ones]]
    with database.cursor() as cursor:
        if went_out and next_ones:
            cursor.execute(f"{_END};{_BEGIN}", ended + begun)
        elif went_out:
            cursor.execute(_END, ended)
        elif next_ones:
            cursor.execute(_BEGIN, begun)
        return {pk for (pk,) in cursor.fetchall()} if next_ones else set()


def _release(waiting: list[Delivery], error: str) -> None:
    """Give back what was claimed and not tried, without counting it as an attempt."""
    for delivery in waiting:
        _held(delivery).update(
            claimed_until=None, sending_since=None, attempts=F("attempts") - 1, last_error=error[:500]
        )


def _held(delivery: Delivery) -> "QuerySet[Delivery]":
    """The row, as long as this worker's claim on it is the last one."""
    return Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.PLANNED, claim=delivery.claim)


def _end(delivery: Delivery, *, error: str) -> str:
    """Mark the mail as failed and forget its text, which nobody has to send again."""
    with database.cursor() as cursor:
        cursor.execute(_END, [DeliveryState.FAILED, timezone.now(), error[:500], [delivery.pk]])
    return DeliveryState.FAILED


def _try_again(delivery: Delivery, error: str, *, is_unclear: bool = False) -> str:
    """After 2, 4, 8 … minutes; after the tenth time never, and its reader finds it on their page of reminders.

    Where nobody knows whether the mail went out, that is counted, since the next attempt may be the second mail.
    """
    if delivery.attempts >= MOST_ATTEMPTS:
        return _end(delivery, error=error)
    _held(delivery).update(
        claimed_until=timezone.now() + timedelta(minutes=2**delivery.attempts),
        sending_since=None,
        unclear=F("unclear") + int(is_unclear),
        last_error=error[:500],
    )
    return DeliveryState.PLANNED


def _is_an_answer(error: BaseException) -> bool:
    """Whether the mail server said no; else it fell silent, and may have taken the mail before."""
    return isinstance(error, SMTPResponseException | SMTPRecipientsRefused)


def _is_refused_for_good(error: BaseException) -> bool:
    """Whether the mail server said that there is no such reader. A refusal by policy or a full mailbox passes."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(_is_no_address(code, text.decode(errors="replace")) for code, text in error.recipients.values())


def _is_no_address(code: int, text: str) -> bool:
    if _ENHANCED.match(text):
        return _NO_SUCH_ADDRESS.match(text) is not None
    return code in _NO_MAILBOX
