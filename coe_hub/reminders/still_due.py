"""What of the reminders is still so, as each reader sees it now: a few queries, however many reminders there are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any

from coe_hub import due
from coe_hub.people.access.participation import taking_part
from coe_hub.people.directory.correspondence import mail_language, time_zone_of
from coe_hub.people.models import Person, Sight, User
from coe_hub.reminders.models import KindRule, Reminder
from coe_hub.reminders.rules import rules


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
        """From a person read with `correspondence.with_address`."""
        user: User | None = getattr(person, "user", None)
        email = user.email if user else person.email
        return cls(person, user, email, mail_language(person), time_zone_of(person))

    @property
    def may_be_told(self) -> bool:
        """Whether the account, where there is one, is still open, and there is an address."""
        return bool(self.email) and (self.user is None or self.user.is_active)


@dataclass(frozen=True)
class Telling:
    """A reminder, who reads it, and the day it is where they are."""

    reminder: Reminder
    reader: Reader
    on: date


def still_due_items(tellings: Iterable[Telling]) -> dict[int, due.DueItem]:
    """The due things that reminders tell of, by the reminders' ids.

    Left out is what was done, moved to another day or another person, hidden from its reader, or is long past.
    """
    by_kind: dict[str, list[Telling]] = defaultdict(list)
    rule = rules()
    for one in tellings:
        kind = one.reminder.kind
        if kind in rule and one.on <= _last_day(one.reminder, rule[kind]):
            by_kind[kind].append(one)
    found = chain.from_iterable(_still_due(kind, group) for kind, group in by_kind.items())
    return _in_their_languages(_what_readers_see(list(found)))


def _last_day(reminder: Reminder, rule: KindRule) -> date:
    """The last day on which it may still be told: for a week at least, also of what was put off to a later day."""
    quiet_after = reminder.due_date + timedelta(weeks=rule.weeks_late)
    return max(quiet_after, reminder.told_for + timedelta(weeks=1))


def _still_due(kind: str, tellings: list[Telling]) -> list[tuple[Telling, due.DueItem]]:
    """Those whose reader is still the one responsible, or stands behind them, for the same due date."""
    items: dict[tuple[Any, ...], due.DueItem] = {}
    objects = {one.reminder.object_id for one in tellings}
    for item in due.iterate(until=max(one.reminder.due_date for one in tellings), kind=kind, object_id__in=objects):
        items[item.object_id, item.due_date, item.owner_id, False] = item
        items[item.object_id, item.due_date, item.backup_id, True] = item
    keys = ((one, one.reminder) for one in tellings)
    found = ((one, items.get((row.object_id, row.due_date, row.person_id, row.is_backup))) for one, row in keys)
    return [(one, item) for one, item in found if item is not None]


def _what_readers_see(found: list[tuple[Telling, due.DueItem]]) -> list[tuple[Telling, due.DueItem]]:
    """Whoever has an account is told of what they may open, and others of what they take part in."""
    people = {one.reminder.person_id for one, _item in found}
    scopes = {item.scope_id for _one, item in found if item.scope_id is not None}
    sight = Sight.of(people=people, scopes=scopes)
    guests = {one.reminder.person_id for one, _item in found if one.reader.user is None}
    taking_part_in = taking_part(people=guests, scopes=scopes) if guests else set()

    def may_be_told(one: Telling, scope: int | None) -> bool:
        if scope is None:
            return True
        person = one.reminder.person_id
        return sight.reaches(person, scope) if one.reader.user else (person, scope) in taking_part_in

    return [(one, item) for one, item in found if may_be_told(one, item.scope_id)]


def _in_their_languages(found: list[tuple[Telling, due.DueItem]]) -> dict[int, due.DueItem]:
    """By the reminders' ids."""
    named: dict[int, due.DueItem] = {}
    for language in {one.reader.language for one, _item in found}:
        group = {one.reminder.pk: item for one, item in found if one.reader.language == language}
        named |= zip(group, due.in_language(list(group.values()), language), strict=True)
    return named
