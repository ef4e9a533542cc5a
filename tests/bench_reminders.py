"""What the engine of the reminders costs: planning 100,000 due things, and delivering mails to a real SMTP server.

Part of `make bench`. Planning is measured as a multiple of its floor, reading the same due list once; delivery as a
multiple of what the same mails take on one connection without us. It never fails.
"""

import asyncio
import resource
import smtplib
import socket
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection
from django.utils import timezone

from alliances.models import Alliance
from coe_hub.people.models import Person, User
from coe_hub.reminders import due
from coe_hub.reminders.delivery import deliver
from coe_hub.reminders.models import Delivery, Reminder, Wish
from coe_hub.reminders.planning import Moment, plan

MAILS = 1_000


class Sink:
    """Takes every mail and forgets it."""

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        return "250 OK"


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _make_due(things: int) -> None:
    """Let that many alliances be due within the month; every lead of one can sign in and wants single mails."""
    leads = list(Person.objects.filter(user__isnull=True).order_by("pk")[:299])
    User.objects.bulk_create(User(email=f"reader{one.pk}@hub.example", person=one) for one in leads)
    Wish.objects.bulk_create(Wish(person=one, rhythm="single") for one in leads)
    held = timezone.localdate() - timedelta(days=25)
    Alliance.objects.update(review_months=1, last_reviewed_on=held, archived_at=None)
    have = Alliance.objects.count()
    with connection.cursor() as cursor:  # copies of what is there, with scopes of their own
        cursor.execute("INSERT INTO people_scope (kind) SELECT 'open' FROM generate_series(1, %s)", [things - have])
        cursor.execute(
            """
            INSERT INTO alliances_alliance (public_id, version, created_at, updated_at, name, code_name, reference,
                purpose, review_months, last_reviewed_on, alliance_type_id, stage_id, lead_id, scope_id)
            SELECT 'x' || scope.id, 1, now(), now(), 'Copy ' || scope.id, '', '', '', 1, model.last_reviewed_on,
                model.alliance_type_id, model.stage_id, model.lead_id, scope.id
            FROM people_scope AS scope
            LEFT JOIN alliances_alliance AS taken ON taken.scope_id = scope.id
            CROSS JOIN LATERAL (
                SELECT * FROM alliances_alliance WHERE name LIKE 'Bench%%' ORDER BY id OFFSET scope.id %% 1000 LIMIT 1
            ) AS model
            WHERE taken.id IS NULL AND scope.kind = 'open'
            """
        )
        cursor.execute("ANALYZE")


def _a_working_morning() -> datetime:
    now = timezone.now().replace(hour=9, minute=0)
    while now.weekday() > 4:
        now += timedelta(days=1)
    return now


def measure_reminders() -> None:
    """Fill, plan twice, deliver a part; print."""
    _make_due(100_000)
    morning = _a_working_morning()
    moment = morning.astimezone
    until = morning.date() + timedelta(days=30)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def read() -> None:
        for _item in due.iterate(until=until):
            pass

    floor, first = _seconds(read), _seconds(lambda: plan(moment=moment))
    again = _seconds(lambda: plan(moment=moment))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    told = Reminder.objects.count()
    print(f"\nreminders: {told:,} planned in {first:.1f} s = {first / floor:.1f} x reading the due list once")
    print(f"  again with nothing new {again:.1f} s = {again / floor:.1f} x; the process grew by {grown // 1024} MB")
    _measure_delivery(moment)


def _measure_delivery(moment: Moment) -> None:
    keep = Delivery.objects.order_by("pk").values("pk")[:MAILS]
    others = Delivery.objects.exclude(pk__in=list(keep.values_list("pk", flat=True)))
    others.update(state="stopped", ended_at=timezone.now())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(Sink(), hostname="127.0.0.1", port=port, loop=asyncio.new_event_loop())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    ours = _seconds(lambda: deliver(moment=moment))
    sent = Delivery.objects.filter(state="sent").count()

    def bare() -> None:
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = "Bench", "hub@hub.example", "reader@hub.example"
        message.set_content("A mail.\n" * 40)
        with smtplib.SMTP("127.0.0.1", port) as smtp:
            for _ in range(sent):
                smtp.send_message(message)

    floor = _seconds(bare)
    server.stop()
    print(f"  {sent:,} mails by one process: {sent / ours:.0f} a second, {ours / floor:.1f} x bare mails")
