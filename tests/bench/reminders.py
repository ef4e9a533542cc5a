"""What the engine of the reminders costs: planning 100,000 due things, and delivering mails to a real SMTP server.

Part of `make bench`. Planning is measured beside its floor, reading the same due list once; delivery beside the same
mails rendered and sent on one connection without the database. It never fails.
"""

import re
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from alliances.core.models import Alliance
from coe_hub import due
from coe_hub.action_items.models import ActionItem
from coe_hub.lib.mail import Mail, message_for, render_mail
from coe_hub.people.models import Person, Side
from coe_hub.reminders import writing
from coe_hub.reminders.delivery import deliver
from coe_hub.reminders.models import Delivery, Preference, Reminder
from coe_hub.reminders.planning import Clock, plan

DUE = 100_000
MAILS = 1_000


# In a process of its own, as a mail server is: in this one it would take turns with what is measured.
_SINK = """
import sys, threading
from aiosmtpd.controller import Controller

class Sink:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"

Controller(Sink(), hostname="127.0.0.1", port=int(sys.argv[1])).start()
print("ready", flush=True)
threading.Event().wait()
"""


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _seconds_and_cpu(work: Callable[[], object]) -> tuple[float, float]:
    """By the clock, and of this process on a CPU."""
    before = time.process_time()
    taken = _seconds(work)
    return taken, time.process_time() - before


def _forget_peak() -> int:
    """Start to measure this process's largest size anew (proc(5), clear_refs); return its size now in KB."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _peak()


def _peak() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1])  # type: ignore[index]


def _make_due() -> None:
    """Every review is due within the month, and so are more actions; some people want a mail for each."""
    leads = list(Person.objects.filter(user__isnull=False).order_by("pk")[:299])
    Preference.objects.bulk_create(Preference(person=one, rhythm="single") for one in leads[::2])
    today = timezone.localdate()
    Alliance.objects.update(review_months=1, last_reviewed_on=today - timedelta(days=25))
    alliances = list(Alliance.objects.values_list("scope_id", "lead_id"))
    rows = (
        ActionItem(
            scope_id=alliances[place % len(alliances)][0],
            owner_id=alliances[place % len(alliances)][1],
            side=Side.OURS,
            text=f"Send the signed protocol of batch {place} to the partner",
            due_on=today + timedelta(days=place % 8),
        )
        for place in range(DUE - len(alliances))
    )
    ActionItem.objects.bulk_create(rows, batch_size=2_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _a_working_morning() -> datetime:
    now = timezone.now().replace(hour=9, minute=0)
    while now.weekday() > 4:
        now += timedelta(days=1)
    return now


def measure_reminders() -> None:
    """Fill, plan twice, deliver a part; print."""
    _make_due()
    morning = _a_working_morning()
    clock = morning.astimezone
    until = morning.date() + timedelta(days=30)

    def read() -> None:
        for _item in due.iterate(until=until):
            pass

    floor = _seconds(read)
    before = _forget_peak()
    first = _seconds(lambda: plan(clock=clock))
    again = _seconds(lambda: plan(clock=clock))
    grown = (_peak() - before) // 1024
    told = Reminder.objects.count()
    print(f"\nreminders: {told:,} planned in {first:.1f} s, {first / floor:.1f} x reading the due list once")
    print(f"  again with nothing new {again:.1f} s = {again / floor:.1f} x; the process grew by {grown} MB")
    _measure_delivery(clock)


def _measure_delivery(clock: Clock) -> None:
    keep = Delivery.objects.filter(channel="single").order_by("pk").values("pk")[:MAILS]
    others = Delivery.objects.exclude(pk__in=list(keep.values_list("pk", flat=True)))
    others.update(state="stopped", ended_at=timezone.now())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", _SINK, str(port)], stdout=subprocess.PIPE)
    server.stdout.readline()  # type: ignore[union-attr]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    rendered: list[tuple[str, dict[str, Any]]] = []

    def remember(name: str, **words: Any) -> Mail:
        rendered.append((name, words))
        return render_mail(name, **words)

    writing.render_mail = remember
    reverse("account_login")  # a worker has read all addresses when it begins
    ours, cpu = _seconds_and_cpu(lambda: deliver(clock=clock))
    writing.render_mail = render_mail
    sent = Delivery.objects.filter(state="sent").count()

    def bare() -> None:
        with smtplib.SMTP("127.0.0.1", port) as smtp:
            for name, words in rendered:
                message = message_for(render_mail(name, **words), to="reader@hub.example", message_id="one@hub.example")
                smtp.sendmail("hub@hub.example", ["reader@hub.example"], message.message().as_bytes(linesep="\r\n"))

    floor, floor_cpu = _seconds_and_cpu(bare)
    server.terminate()
    print(
        f"  {sent:,} mails by one process: {sent / ours:.0f} a second, {floor / ours:.2f} of these alone"
        f" ({floor_cpu / cpu:.2f} by CPU: {cpu / sent * 1000:.1f} ms each)"
    )
