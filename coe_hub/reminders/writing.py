"""A planned mail becomes text: still true, in the reader's language, and kept before anybody sends it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import format_datetime
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation

from coe_hub import due
from coe_hub.lib.bulk import update
from coe_hub.lib.mail import render_mail, sender_for
from coe_hub.people.directory.correspondence import email_of
from coe_hub.people.models import Person
from coe_hub.reminders import links
from coe_hub.reminders.models import (
    Channel,
    Delivery,
    DeliveryState,
    KindPreference,
    Preference,
    RefusedAddress,
    Reminder,
    Rhythm,
)
from coe_hub.reminders.planning import Clock
from coe_hub.reminders.still_due import Reader, Telling, still_due_items


@dataclass(frozen=True)
class Line:
    """One due thing in a mail."""

    reminder: Reminder
    item: due.DueItem
    text: due.DueText
    days_left: int
    act_url: str
    answer_url: str
    owner: str = ""

    @property
    def days_late(self) -> int:
        """How many days ago it was due."""
        return -self.days_left


_WRITTEN = ("subject", "text_body", "html_body", "headers", "email", "prepared_at")
_Told = tuple[Telling, due.DueItem]


def write(deliveries: Sequence[Delivery], *, clock: Clock) -> None:
    """Render and keep the mails. What goes wrong with one goes wrong with all: none of them is kept then.

    A mail that has nothing left to say, or nobody to say it to, is stopped. One that was kept before stays as it is,
    so that another attempt sends the very same; only where nobody can have it yet and it is no longer so, it is written
    anew. The rows are locked meanwhile, which takes no longer than the rendering: two workers write one text. Each
    needs its person as read with `with_address`.
    """
    with transaction.atomic():
        people = {one.pk: one.person for one in deliveries}
        rows = Delivery.objects.filter(pk__in=people).select_for_update().order_by("pk")
        locked = {row.pk: row for row in rows}
        planned = [one for one in locked.values() if one.state == DeliveryState.PLANNED]
        readers = {one.pk: Reader.of(people[one.pk]) for one in planned}
        kept = [one for one in planned if one.prepared_at is not None]
        outdated = _stop_or_find_outdated(kept, readers, clock) if kept else []
        unwritten = [one for one in planned if one.prepared_at is None or one in outdated]
        _gather([one for one in unwritten if one.channel == Channel.DIGEST], readers, clock)
        lines = _lines(_still_so(unwritten, readers, clock))
        written = [one for one in unwritten if one.pk in lines]
        for one in written:
            _write(one, readers[one.pk], lines[one.pk], clock)
        update(Delivery, {one.pk: {name: getattr(one, name) for name in _WRITTEN} for one in written})
        for one in unwritten:
            if one.pk not in lines:
                _stop(one)
    for one in deliveries:
        _copy(locked[one.pk], one)


def _stop_or_find_outdated(kept: list[Delivery], readers: dict[int, Reader], clock: Clock) -> list[Delivery]:
    """Stop those that nothing is left of; return those of another day, or of more than is left, that nobody has."""
    left = _still_so(kept, readers, clock)
    told = dict(Reminder.objects.filter(delivery__in=kept).values_list("delivery").annotate(Count("pk")))
    outdated = []
    for one in kept:
        if one.pk not in left:
            _stop(one)
        elif not one.unclear and (len(left[one.pk]) < told[one.pk] or not _is_of_today(one, readers[one.pk])):
            outdated.append(one)
    return outdated


def _is_of_today(delivery: Delivery, reader: Reader) -> bool:
    """Whether it was written on this day, so that its "tomorrow" is still true; by the clock."""
    zone, written = ZoneInfo(reader.time_zone), cast(datetime, delivery.prepared_at)
    return written.astimezone(zone).date() == timezone.now().astimezone(zone).date()


def _gather(digests: list[Delivery], readers: dict[int, Reader], clock: Clock) -> None:
    """Let each digest take everything that waits now; what is planned from here on goes into the next one."""
    for one in digests:
        waiting = Reminder.objects.filter(person=one.person_id, channel=Channel.DIGEST, delivery__isnull=True)
        waiting.filter(send_after__lte=clock(ZoneInfo(readers[one.pk].time_zone))).update(delivery=one)


def _stop(delivery: Delivery) -> None:
    delivery.state, delivery.ended_at = DeliveryState.STOPPED, timezone.now()
    delivery.subject = delivery.text_body = delivery.html_body = ""
    delivery.headers = {}
    delivery.save(update_fields=["state", "ended_at", "subject", "text_body", "html_body", "headers"])


def _copy(kept: Delivery, delivery: Delivery) -> None:
    for name in ("state", "prepared_at", "email", "subject", "text_body", "html_body", "headers", "message_id"):
        setattr(delivery, name, getattr(kept, name))


def _today(reader: Reader, clock: Clock) -> date:
    return clock(ZoneInfo(reader.time_zone)).date()


def _write(delivery: Delivery, reader: Reader, lines: list[Line], clock: Clock) -> None:
    unsubscribe = settings.HUB_URL + links.mute_path(delivery)
    with translation.override(reader.language):
        context = {
            "name": reader.person.display_name,
            "lines": lines,
            "line": lines[0],
            "today": _today(reader, clock),
            "has_account": reader.user is not None,
            "mute_url": unsubscribe,
        }
    name = "reminder" if delivery.channel == Channel.SINGLE else "digest"
    mail = render_mail(name, language=reader.language, context=context)
    delivery.subject, delivery.text_body, delivery.html_body = mail.subject[:500], mail.text, mail.html
    # RFC 8058: a mail program's own "unsubscribe" button works with one POST.
    delivery.email, delivery.prepared_at = reader.email, timezone.now()
    delivery.headers = {
        "Date": format_datetime(delivery.prepared_at),
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    delivery.headers |= _from_our_company(reader, lines[0].item)


def _from_our_company(reader: Reader, item: due.DueItem) -> dict[str, str]:
    """People without an account know our company and a colleague, not the hub: both stand in the head of the mail."""
    sender = item.source.sender(item) if reader.user is None and item.source.sender else None
    if sender is None:
        return {}
    with translation.override(reader.language):
        headers = {"From": sender_for(sender.organisation.display_name)}
    return headers | ({"Reply-To": address} if (address := email_of(sender)) else {})


def _still_so(deliveries: list[Delivery], readers: dict[int, Reader], clock: Clock) -> dict[int, list[_Told]]:
    """What each mail has to say, by its id; a mail that has nothing is left out."""
    wanted = _wanted(deliveries, readers)
    tellings = {one.pk: _telling(one, readers, clock) for one in _reminders(wanted, now=clock(ZoneInfo("UTC")))}
    found: dict[int, list[_Told]] = defaultdict(list)
    for pk, item in still_due_items(tellings.values()).items():
        found[_mail_of(tellings[pk].reminder)].append((tellings[pk], item))
    return dict(found)


def _lines(found: dict[int, list[_Told]]) -> dict[int, list[Line]]:
    """The lines of each mail, the soonest due first."""
    every = [told for group in found.values() for told in group]
    owners = Person.objects.in_bulk({item.owner_id for one, item in every if one.reminder.is_backup})
    return {
        pk: sorted(
            (_line(one, item, owners[item.owner_id] if one.reminder.is_backup else None) for one, item in group),
            key=lambda line: (line.item.due_date, line.item.title),
        )
        for pk, group in found.items()
    }


def _mail_of(reminder: Reminder) -> int:
    """The mail it goes into: those asked for have one."""
    return cast(int, reminder.delivery_id)


def _telling(reminder: Reminder, readers: dict[int, Reader], clock: Clock) -> Telling:
    reader = readers[_mail_of(reminder)]
    return Telling(reminder, reader, _today(reader, clock))


def _wanted(deliveries: list[Delivery], readers: dict[int, Reader]) -> list[Delivery]:
    emails = {reader.email.lower() for reader in readers.values()}
    refused = set(RefusedAddress.objects.filter(email__in=emails).values_list("email", flat=True))
    people = [one.person_id for one in deliveries]
    no_mails = set(Preference.objects.filter(person__in=people, rhythm=Rhythm.NONE).values_list("person", flat=True))
    told = {pk for pk, reader in readers.items() if reader.may_be_told and reader.email.lower() not in refused}
    return [one for one in deliveries if one.pk in told and one.person_id not in no_mails]


def _reminders(deliveries: list[Delivery], *, now: datetime) -> QuerySet[Reminder]:
    """What the mails are to tell, without kinds that their readers have muted since.

    What another mail tells again by now is left out: nobody reads of one thing twice in a morning.
    """
    about = {name: OuterRef(name) for name in ("person", "kind", "object_id", "due_date")}
    digests = Delivery.objects.filter(
        person=OuterRef("person"), channel=Channel.DIGEST, state=DeliveryState.PLANNED, send_after__lte=now
    )
    is_told_by_now = ~Q(channel=Channel.DIGEST) | Q(delivery__isnull=False) | Exists(digests)
    newer = Reminder.objects.filter(is_told_by_now, **about, told_for__gt=OuterRef("told_for"))
    muted = KindPreference.objects.filter(person=OuterRef("person"), kind=OuterRef("kind"), is_muted=True)
    return Reminder.objects.filter(delivery__in=deliveries).exclude(Exists(newer)).exclude(Exists(muted))


def _line(telling: Telling, item: due.DueItem, owner: Person | None) -> Line:
    reader = telling.reader
    act_url = settings.HUB_URL + item.act_url
    with translation.override(reader.language):
        if reader.user is None and item.source.partner_url is not None:
            act_url = item.source.partner_url(item, reader.person)
        return Line(
            reminder=telling.reminder,
            item=item,
            text=item.mail_text,
            days_left=item.days_left(telling.on),
            act_url=act_url,
            answer_url=settings.HUB_URL + links.answer_path(telling.reminder),
            owner=owner.display_name if owner else "",
        )
