"""Forgetting a person: what was done stays, under a pseudonym; what was theirs alone goes; and that it was done, when,
by whom and on which ground is on record."""

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coe_hub.audit.history import event_model
from coe_hub.lib.access import GlobalRole
from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import acting
from coe_hub.lib.records import lock_record, save_record
from coe_hub.lib.text import has_japanese
from coe_hub.people.accounts.browsers import end_sessions
from coe_hub.people.accounts.closing import end_all
from coe_hub.people.handover.belongings import belongings
from coe_hub.people.models import Merge, MergeKind, PartnerLink, Person, User
from coe_hub.privacy.data_map import GOES, Kept, data_map
from coe_hub.privacy.models import Redaction

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
# A name that is shorter stands in too many other words to be looked for in texts.
_SHORTEST, _SHORTEST_JAPANESE = 5, 3
_PERSONS = ("given_name", "latin_name", "reading", "email", "phone", "about", "job_title", "local_job_title")


@dataclass(frozen=True)
class Preview:
    """What erasure would do: `goes` and `stays` are kinds with how many rows; `first` is what must be done before."""

    goes: Sequence[tuple["str | Promise", int]]
    stays: Sequence[tuple["str | Promise", int]]
    first: str


def preview(person: Person) -> Preview:
    """What would go and what would stay under a pseudonym; nothing is done."""
    goes: dict[str, int] = {}
    stays: dict[str, int] = {}
    for kept in data_map():
        rows = kept.rows_of(person)
        if rows is None or kept.model in {User, Person} or not (count := rows.distinct().count()):
            continue
        told = goes if kept.model._meta.label in GOES else stays
        told[str(kept.purpose.title)] = told.get(str(kept.purpose.title), 0) + count
    return Preview(list(goes.items()), list(stays.items()), obstacle(person))


def obstacle(person: Person) -> str:
    """Why the person cannot be forgotten yet, and what to do first; empty where nothing stands against it."""
    account = getattr(person, "user", None)
    if person.redactions.filter(done_at__isnull=False).exists():
        return _("This person was forgotten already.")
    held = sum(len(list(kind.held(person))) for kind in belongings())
    if held:
        words = ngettext(
            "%(count)d thing is theirs to lead, do or look after. Hand it over first.",
            "%(count)d things are theirs to lead, do or look after. Hand them over first.",
            held,
        )
        return words % {"count": held}
    if account and account.is_active:
        return _("Their account is open. Close it first.")
    return ""


@transaction.atomic
def forget(*, person: Person, by: User, ground: str, reason: str) -> Redaction:
    """Put a pseudonym in the place of the person, in records, texts and history; take away what was theirs alone.

    Raises `DomainError` where something must be done first (`obstacle`), and `ValidationError` without a reason.
    """
    lock_record(person)
    if stands_against := obstacle(person):
        raise DomainError(stands_against)
    if not by.has_role(GlobalRole.ADMIN):
        raise DomainError(_("Only admins forget people."))
    redaction = _redaction(person, by, ground, reason)
    pattern = name_pattern(person)
    with acting(by=by, reason=_("forgotten: %(reason)s") % {"reason": reason}):
        _take_away(person)
        _rename(person, redaction)
        redaction.rows = _redact(redaction, pattern) if pattern else 0
        redaction.done_at = timezone.now()
        redaction.save(update_fields=["rows", "done_at"])
    return redaction


def _redaction(person: Person, by: User, ground: str, reason: str) -> Redaction:
    code = "".join(secrets.choice(_ALPHABET) for _number in range(5))
    is_ours = person.organisation_id == by.person.organisation_id
    redaction = Redaction(
        person=person,
        pseudonym=f"Former colleague {code}" if is_ours else f"Former contact {code}",
        local_pseudonym=f"元社員 {code}" if is_ours else f"元担当者 {code}",
        ground=ground,
        reason=reason,
        by=by,
    )
    redaction.full_clean()
    redaction.save()
    return redaction


def name_pattern(person: Person) -> str:
    """A regular expression of Postgres for each way in which texts name the person as a whole; "" where none is long
    enough. A family name alone is nobody's."""
    family, given = person.family_name, person.given_name
    wholes = {person.latin_name, person.reading, person.email, person.phone}
    if given:
        wholes |= {f"{given} {family}", f"{family} {given}", f"{family}, {given}", f"{family}　{given}"}
        wholes |= {f"{family}{given}"} if has_japanese(family) else set()
    kept = [one for one in wholes if len(one) >= (_SHORTEST_JAPANESE if has_japanese(one) else _SHORTEST)]
    return "|".join(_whole_word(one) for one in sorted(kept, key=lambda one: (-len(one), one)))


def _whole_word(text: str) -> str:
    escaped = re.sub(r"([^\w\s])", r"\\\1", text)
    if has_japanese(text):
        return escaped
    return (r"\m" if text[0].isalnum() else "") + escaped + (r"\M" if text[-1].isalnum() else "")


def _take_away(person: Person) -> None:
    """What was theirs alone goes, and every way in."""
    account = getattr(person, "user", None)
    if account:
        end_all(account)
        end_sessions(account)
    for kept in data_map():
        if kept.model._meta.label in GOES and (wanted := _own(kept, person)):
            kept.model._base_manager.filter(**wanted).delete()
    PartnerLink.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=timezone.now())
    # What a merge can be undone by are the values of the double.
    Merge.objects.filter(kind=MergeKind.PERSON, kept_id=person.pk).update(steps=[])


def _own(kept: Kept, person: Person) -> dict[str, Any]:
    """What is asked of rows that are the person's; those of others that merely name them as having done something to
    them stay. Empty where they can have none."""
    own = next((name for name in ("user", "person") if name in kept.whose), kept.whose[0])
    account = getattr(person, "user", None)
    whose = account if kept.model._meta.get_field(own).related_model is User else person
    return {own: whose} if whose else {}


def _rename(person: Person, redaction: Redaction) -> None:
    for name in _PERSONS:
        setattr(person, name, "")
    person.family_name, person.latin_name = redaction.local_pseudonym, redaction.pseudonym
    person.is_public, person.function = False, None
    person.archived_at = person.archived_at or timezone.now()
    save_record(person, fields=["family_name", *_PERSONS, "is_public", "function", "archived_at"])
    if account := getattr(person, "user", None):
        account.email = f"{redaction.pseudonym.rpartition(' ')[2].lower()}@forgotten.invalid"
        account.set_unusable_password()
        account.roles, account.is_active, account.last_login = [], False, None
        account.language, account.time_zone = settings.LANGUAGE_CODE, "UTC"
        account.save()


def _redact(redaction: Redaction, pattern: str) -> int:
    """Have the database put the pseudonym where the name stands; how many rows it stood in."""
    tracked = [model for model in apps.get_models() if hasattr(model, "pgh_event_model")]
    # Of every event the reason may name them.
    columns: dict[str, list[str]] = {event_model(model)._meta.db_table: [] for model in tracked}
    for kept in data_map():
        if not kept.texts:
            continue
        columns[kept.model._meta.db_table] = [kept.model._meta.get_field(name).column for name in kept.texts]
        if hasattr(kept.model, "pgh_event_model"):
            events = event_model(kept.model)
            held = {one.name for one in events._meta.fields}
            columns[events._meta.db_table] = [events._meta.get_field(one).column for one in kept.texts if one in held]
    with connection.cursor() as cursor:
        cursor.execute("SELECT hub_redact(%s, %s, %s::jsonb)", [redaction.pk, pattern, json.dumps(columns)])
        return cursor.fetchone()[0]
