"""A planned mail becomes text: still true, in the reader's language, and kept before anybody sends it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from email.utils import format_datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation

from coe_hub.lib.mail import render_mail
from coe_hub.people.correspondence import mail_language, time_zone_of
from coe_hub.people.models import Person, User
from coe_hub.reminders import due, links
from coe_hub.reminders.models import Channel, Delivery, DeliveryState, KindWish, RefusedAddress, Reminder
from coe_hub.reminders.planning import Moment, rule_of


@dataclass(frozen=True)
class Reader:
    """Whoever a mail goes to: somebody with an account, or somebody at a partner without one."""

    person: Person
    user: User | None
    email: str
    language: str
    time_zone: str

    @classmethod
    def of(cls, person: Person) -> "Reader":
        """From a person read with `for_mails`."""
        user: User | None = getattr(person, "user", None)
        email = user.email if user else person.email
        return cls(person, user, email, mail_language(person), time_zone_of(person))

    @property
    def may_be_told(self) -> bool:
        """Whether the account, where there is one, is still open, and there is an address."""
        return bool(self.email) and (self.user is None or self.user.is_active)


def for_mails(deliveries: Any) -> Any:
    """Deliveries with what `Reader.of` needs."""
    return deliveries.select_related("person__user", "person__site").prefetch_related("person__language_rows__language")


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


def write(delivery: Delivery, *, moment: Moment) -> bool:
    """Render and keep the mail; False where nothing is left to say or nobody to say it to: then it is stopped.

    The row is locked meanwhile, which takes no longer than the rendering: two workers write one text.
    """
    with transaction.atomic():
        locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if locked.prepared_at is None and locked.state == DeliveryState.PLANNED:
            _write(locked, delivery.person, moment)
    _copy(locked, delivery)
    return delivery.state == DeliveryState.PLANNED


def _copy(kept: Delivery, delivery: Delivery) -> None:
    for name in ("state", "prepared_at", "email", "subject", "text_body", "html_body", "headers", "message_id"):
        setattr(delivery, name, getattr(kept, name))


def _write(delivery: Delivery, person: Person, moment: Moment) -> None:
    reader = Reader.of(person)
    place_time = moment(ZoneInfo(reader.time_zone))
    if delivery.channel == Channel.DIGEST:
        # Everything that waits now; what is planned from here on goes into the next one.
        waiting = Reminder.objects.filter(person=person, channel=Channel.DIGEST, delivery__isnull=True)
        waiting.filter(send_after__lte=place_time).update(delivery=delivery)
    lines = _lines(delivery, reader, place_time.date()) if _is_wanted(reader) else []
    if not lines:
        delivery.state, delivery.ended_at = DeliveryState.STOPPED, timezone.now()
        delivery.save(update_fields=["state", "ended_at"])
        return
    unsubscribe = settings.HUB_URL + links.mute_path(delivery)
    with translation.override(reader.language):
        mail = render_mail(
            "reminder" if delivery.channel == Channel.SINGLE else "digest",
            language=reader.language,
            context={
                "name": reader.person.display_name,
                "lines": lines,
                "line": lines[0],
                "today": place_time.date(),
                "has_account": reader.user is not None,
                "mute_url": unsubscribe,
            },
        )
    delivery.subject, delivery.text_body, delivery.html_body = mail.subject, mail.text, mail.html
    # RFC 8058: a mail program's own "unsubscribe" button works with one POST.
    delivery.email, delivery.prepared_at = reader.email, timezone.now()
    delivery.headers = {
        "Date": format_datetime(delivery.prepared_at),
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    delivery.save(update_fields=["subject", "text_body", "html_body", "headers", "email", "prepared_at"])


def _is_wanted(reader: Reader) -> bool:
    return reader.may_be_told and not RefusedAddress.objects.filter(email=reader.email.lower()).exists()


def _lines(delivery: Delivery, reader: Reader, on: date) -> list[Line]:
    """What of the mail's reminders is still so, as its reader sees it now, the soonest due first.

    What was told again since, in another mail, is left out: nobody reads of one thing twice in a morning.
    """
    muted = KindWish.objects.filter(person=reader.person, is_muted=True).values("kind")
    about = {name: OuterRef(name) for name in ("person", "kind", "object_id", "due_date")}
    newer = Reminder.objects.filter(**about, told_for__gt=OuterRef("told_for"))
    reminders = delivery.reminders.exclude(kind__in=muted).exclude(Exists(newer))
    found = [(reminder, current_item(reminder, reader, on)) for reminder in reminders]
    with translation.override(reader.language):
        lines = [_line(reminder, item, reader, on) for reminder, item in found if item is not None]
    return sorted(lines, key=lambda line: (line.item.due_date, line.item.title))


def _line(reminder: Reminder, item: due.DueItem, reader: Reader, on: date) -> Line:
    act_url = settings.HUB_URL + item.act_url
    if reader.user is None and item.source.partner_url is not None:
        act_url = item.source.partner_url(item, reader.person)
    owner = ""
    if reminder.is_backup:
        owner = Person.objects.get(pk=item.owner_id).display_name
    return Line(
        reminder=reminder,
        item=item,
        text=item.mail_text,
        days_left=item.days_left(on),
        act_url=act_url,
        answer_url=settings.HUB_URL + links.answer_path(reminder),
        owner=owner,
    )


def current_item(reminder: Reminder, reader: Reader, on: date) -> due.DueItem | None:
    """The due thing a reminder tells of, as its reader sees it; None where it was done, moved, hidden, or long ago."""
    source = due.find_source(reminder.kind)
    if source is None or (on - reminder.due_date).days > 7 * rule_of(source).weeks_late:
        return None
    whose = {"backup_id": reminder.person_id} if reminder.is_backup else {"owner_id": reminder.person_id}
    found: Iterable[due.DueItem] = due.iterate(
        until=reminder.due_date,
        user=reader.user,
        kind=reminder.kind,
        object_id=reminder.object_id,
        due_date=reminder.due_date,
        **whose,
    )
    return next(iter(found), None)
