"""What somebody does with a reminder: done, later, not mine; and how they like to be told."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.lib.editing import refuse_unknown
from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import acting
from coe_hub.people.models import Person
from coe_hub.reminders.models import (
    Channel,
    Delivery,
    DeliveryState,
    KindPreference,
    KindRule,
    KindValues,
    Preference,
    Reminder,
    Response,
    ResponseKind,
    RuleValues,
)
from coe_hub.reminders.rules import rules as rules_of_kinds


def is_answered(reminder: Reminder) -> bool:
    """Whether its reader has answered since they were told: a link works once."""
    return Response.objects.filter(**_about(reminder), at__gte=reminder.planned_at).exists()


def answered(person_id: int, reminders: Iterable[Reminder]) -> set[int]:
    """The ids of those among the reminders that their reader has answered since they were told; one query."""
    mine = Response.objects.filter(person=person_id, object_id__in={one.object_id for one in reminders})
    at = {(one.kind, one.object_id, one.due_date): one.at for one in mine}
    keys = {one.pk: (one.kind, one.object_id, one.due_date) for one in reminders}
    return {one.pk for one in reminders if keys[one.pk] in at and at[keys[one.pk]] >= one.planned_at}


def _about(reminder: Reminder) -> dict[str, Any]:
    names = ("person_id", "kind", "object_id", "due_date")
    return {name: getattr(reminder, name) for name in names}


def _record(reminder: Reminder, **values: Any) -> None:
    about = _about(reminder)
    Person.objects.select_for_update().get(pk=reminder.person_id)  # two clicks at once are one
    if is_answered(reminder):
        raise DomainError(_("You answered this already."))
    due_date = about.pop("due_date")
    answer, _is_new = Response.objects.get_or_create(**about, defaults={"due_date": due_date, **values})
    for name, value in {"due_date": due_date, **values}.items():
        setattr(answer, name, value)
    answer.full_clean()
    answer.save()


@transaction.atomic
def snooze(*, reminder: Reminder, until: date, today: date) -> None:
    """Tell it again on that day, and not before. Raises `DomainError` for a day that is not ahead."""
    if until <= today:
        raise DomainError(_("Choose a day that is still ahead."))
    with acting(by=getattr(reminder.person, "user", None)):
        _record(reminder, answer=ResponseKind.SNOOZED, until=until, at=timezone.now())


@transaction.atomic
def disown(*, reminder: Reminder) -> None:
    """ "Not mine": its reader is told no more of this date, and who stands behind them is told instead."""
    with acting(by=getattr(reminder.person, "user", None)):
        _record(reminder, answer=ResponseKind.NOT_MINE, until=None, at=timezone.now())


@transaction.atomic
def mute_kinds(*, person: Person, kinds: Iterable[str]) -> None:
    """No more mails of these kinds to this person; their page of reminders still has them."""
    with acting(by=getattr(person, "user", None)):
        for kind in kinds:
            KindPreference.objects.update_or_create(person=person, kind=kind, defaults={"is_muted": True})


@transaction.atomic
def set_preferences(*, person: Person, rhythm: str, weekday: int, kinds: Mapping[str, KindValues]) -> None:
    """How somebody likes to be told; `kinds` holds `lead_days` (None: as the company says) and `is_muted` by kind."""
    before = Preference.objects.filter(person=person).first() or Preference()
    preference, _is_new = Preference.objects.update_or_create(
        person=person, defaults={"rhythm": rhythm, "weekday": weekday}
    )
    preference.full_clean()
    if (before.rhythm, before.weekday) != (rhythm, weekday):
        # What waits goes into a digest of the new rhythm.
        digests = Delivery.objects.filter(person=person, channel=Channel.DIGEST, state=DeliveryState.PLANNED)
        digests.filter(prepared_at__isnull=True).update(state=DeliveryState.STOPPED, ended_at=timezone.now())
    for kind, values in kinds.items():
        refuse_unknown(KindPreference, values)
        known = KindPreference.objects.filter(person=person, kind=kind).first() or KindPreference()
        new = dict(values) | _since(known.lead_days, values.get("lead_days"))
        row, _is_new = KindPreference.objects.update_or_create(person=person, kind=kind, defaults=new)
        row.full_clean()


def _since(before: Sequence[int] | None, now: Sequence[int] | None) -> dict[str, date]:
    """Other lead times count from today on: what was told already is not told again for days that are over."""
    return {} if before == now else {"since": timezone.localdate()}


@transaction.atomic
def set_rules(*, rules: Mapping[str, RuleValues]) -> None:
    """How the company tells each of these kinds of due things."""
    for kind, values in rules.items():
        set_rule(kind=kind, **values)


@transaction.atomic
def set_rule(*, kind: str, **values: Unpack[RuleValues]) -> None:
    """How the company tells one kind of due thing."""
    refuse_unknown(KindRule, values)
    known = rules_of_kinds().get(kind) or KindRule()
    new: dict[str, Any] = dict(values) | _since(known.lead_days, values.get("lead_days", known.lead_days))
    rule, _is_new = KindRule.objects.update_or_create(kind=kind, defaults=new)
    rule.full_clean()
