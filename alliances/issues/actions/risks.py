"""Writing a risk down, changing it, looking at it again, and closing it."""

from datetime import date
from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from alliances.issues.models import Closing, Risk, RiskValues
from alliances.issues.models.risks import LOOKED_AT_EVERY
from alliances.obligations.scopes import refuse_archived, scope_for
from coe_hub.attachments.actions import move_folders
from coe_hub.lib.editing import set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record, save_record
from coe_hub.people.models import Person, User
from coe_hub.reminders.working_days import WorkCalendar

_CLOSING = ["closing", "closed_on", "closing_note"]


@transaction.atomic
def add_risk(*, alliance: Alliance, by: User | None, **values: Unpack[RiskValues]) -> Risk:
    """Write a risk down. Raises `ValidationError` where a value is refused, `DomainError` where the alliance is
    archived."""
    refuse_archived(alliance)
    risk = Risk(alliance=alliance, by=by)
    set_values(risk, values)
    risk.scope = scope_for(alliance, programme=risk.programme, agreement=None)
    risk.full_clean(exclude=["scope"])
    risk.save()
    return risk


@transaction.atomic
def edit_risk(*, risk: Risk, version: int, **values: Unpack[RiskValues]) -> None:
    """Change an open risk. Raises as `add_risk`, `LostUpdateError` where it was saved since `version`, and
    `DomainError` where it is closed."""
    if not risk.is_open:
        raise DomainError(_("This risk is closed. Open it again to change it."))
    fields = set_values(risk, values)
    before = risk.scope_id
    risk.scope = scope_for(risk.alliance, programme=risk.programme, agreement=None)
    risk.full_clean(exclude=["scope"])
    save_record(risk, fields=[*fields, "scope"], version=version)
    if risk.scope_id != before:
        move_folders(scope=risk.scope)


@transaction.atomic
def look_at_risk(*, risk: Risk) -> Risk:
    """It was looked at today and still stands: the next look is a quarter from now, on a day on which its owner works.
    Doing so twice a day changes nothing. Raises `DomainError` where it is closed."""
    lock_record(risk)
    if not risk.is_open:
        raise DomainError(_("This risk is closed. There is nothing left to look at."))
    today = timezone.localdate()
    if risk.looked_at_on != today:
        risk.looked_at_on, risk.review_on = today, next_look(risk.owner, today)
        save_record(risk, fields=["looked_at_on", "review_on"])
    return risk


def next_look(owner: Person | None, since: date) -> date:
    """A quarter after that day, on a day on which the owner works."""
    site = owner.site if owner else None
    place = WorkCalendar("UTC", site.country if site else "", site.subdivision if site else "")
    return place.on_or_next(since + LOOKED_AT_EVERY)


@transaction.atomic
def close_risk(*, risk: Risk, closing: str, note: str, on: date | None = None) -> None:
    """It passed, or it came true. Raises `DomainError` without a note, or where it is closed already."""
    lock_record(risk)
    if not risk.is_open:
        raise DomainError(_("This risk is closed already."))
    if not note.strip():
        raise DomainError(_("Say by what one sees it."), field="note")
    risk.closing, risk.closed_on, risk.closing_note = Closing(closing), on or timezone.localdate(), note
    risk.full_clean(exclude=["scope"])
    save_record(risk, fields=_CLOSING)


@transaction.atomic
def reopen_risk(*, risk: Risk) -> None:
    """Take back that it was closed; an open one stays as it is."""
    lock_record(risk)
    if not risk.is_open:
        risk.closing, risk.closed_on, risk.closing_note = Closing.OPEN, None, ""
        save_record(risk, fields=_CLOSING)
