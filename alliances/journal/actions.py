"""Writing in an alliance's journal."""

from typing import Unpack

from django.db import transaction

from alliances.core.models import Alliance
from alliances.journal.models import EntryValues, JournalEntry
from coe_hub.lib.editing import edit_record, set_values
from coe_hub.people.models import User


@transaction.atomic
def write_entry(*, alliance: Alliance, by: User, **values: Unpack[EntryValues]) -> JournalEntry:
    """Add a line to the journal. Raises `ValidationError` where a value is refused."""
    entry = JournalEntry(alliance=alliance, by=by)
    set_values(entry, values)
    entry.full_clean()
    entry.save()
    return entry


@transaction.atomic
def edit_entry(*, entry: JournalEntry, version: int, **values: Unpack[EntryValues]) -> None:
    """Correct a line. Raises `LostUpdateError` where it was saved since `version`."""
    edit_record(entry, values, version=version)
