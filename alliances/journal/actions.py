"""Writing in an alliance's journal."""

from datetime import date

from django.db import transaction

from alliances.core.models import Alliance
from alliances.journal.models import JournalEntry
from coe_hub.lib.records import save_record
from coe_hub.people.models import User


@transaction.atomic
def write_entry(*, alliance: Alliance, kind: str, text: str, happened_on: date, by: User) -> JournalEntry:
    """Add a line to the journal."""
    entry = JournalEntry(alliance=alliance, kind=kind, text=text, happened_on=happened_on, by=by)
    entry.full_clean()
    entry.save()
    return entry


@transaction.atomic
def edit_entry(*, entry: JournalEntry, version: int, kind: str, text: str, happened_on: date) -> None:
    """Correct a line. Raises `LostUpdateError` where it was saved since `version`."""
    entry.kind, entry.text, entry.happened_on = kind, text, happened_on
    entry.full_clean()
    save_record(entry, fields=["kind", "text", "happened_on"], version=version)
