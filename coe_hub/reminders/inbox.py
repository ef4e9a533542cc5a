"""What somebody was told, as their own page lists it, and how much of it is new to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import F, Q, QuerySet, Subquery
from django.utils import timezone

from coe_hub import due
from coe_hub.reminders import links
from coe_hub.reminders.models import Reminder
from coe_hub.reminders.responses import answered
from coe_hub.usage.models import LastSeen, note_visit

if TYPE_CHECKING:
    from coe_hub.people.models import User

PAGE = "reminders"
KEPT_FOR = 60  # seconds


def reminders_of(user: "User") -> "QuerySet[Reminder]":
    """Everything the user was told up to now, newest first."""
    mine = Reminder.objects.filter(person=user.person_id, send_after__lte=timezone.now())
    return mine.order_by("-send_after", "due_date", "pk")


def unread_key(user: "User") -> str:
    """Where the cache has how many are new."""
    return f"unread:{user.pk}"


def count_unread(user: "User") -> int:
    """How many reminders came since the user last looked at the page of reminders; kept for a minute."""
    count = _count_unread(user)
    cache.set(unread_key(user), count, KEPT_FOR)
    return count


def look(user: "User") -> datetime | None:
    """The user looks at the page of reminders now; when they looked before, None for the first time."""
    cache.delete(unread_key(user))
    return note_visit(user=user, page=PAGE)


def _count_unread(user: "User") -> int:
    last = LastSeen.objects.filter(user=user, page=PAGE).values("seen_at")[:1]
    new = Reminder.objects.filter(person=user.person_id, send_after__lte=timezone.now()).annotate(last=Subquery(last))
    return new.filter(Q(last__isnull=True) | Q(send_after__gt=F("last"))).count()


@dataclass(frozen=True)
class InboxRow:
    """One line of the page. Without an `item` the thing is settled: done, moved, or no longer this reader's."""

    reminder: Reminder
    item: due.DueItem | None
    is_new: bool
    answer_url: str
    is_answered: bool

    @property
    def label(self) -> str:
        """What kind of thing it is."""
        source = due.find_source(self.reminder.kind)
        return str(source.label) if source else self.reminder.kind


def inbox_rows(user: "User", reminders: Sequence[Reminder], *, since: datetime | None) -> list[InboxRow]:
    """The reminders with what they are about, as far as it is still due and visible; a few queries for all of them."""
    found = due.rows(user, object_id__in={one.object_id for one in reminders}) if reminders else None
    items = due.named(found or (), user.language)
    open_items: dict[tuple[Any, ...], due.DueItem] = {}
    for item in items:
        for person in (item.owner_id, item.backup_id):
            open_items[person, item.kind, item.object_id, item.due_date] = item
    settled = answered(user.person_id, reminders)
    return [
        InboxRow(
            reminder=one,
            item=open_items.get((one.person_id, one.kind, one.object_id, one.due_date)),
            is_new=since is None or one.send_after > since,
            answer_url=links.answer_path(one),
            is_answered=one.pk in settled,
        )
        for one in reminders
    ]
