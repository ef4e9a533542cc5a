"""Journals for other programs."""

from collections.abc import Sequence
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from alliances.core.views.shared import editable_alliance
from alliances.journal.actions import edit_entry, write_entry
from alliances.journal.filters import JournalFilter
from alliances.journal.forms import JournalEditForm, JournalEntryForm
from alliances.journal.models import JournalEntry
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.resources import Draft, Resource, Way, register
from coe_hub.lib.tables import Column, column_of


def _columns() -> Sequence[Column]:
    return [
        column_of(JournalEntry, "happened_on"),
        column_of(JournalEntry, "kind"),
        column_of(JournalEntry, "text"),
        Column("alliance", _("Alliance"), lambda entry: entry.alliance.name),
    ]


def _write(request: SignedInRequest, above: str, data: Any) -> Draft:
    alliance = editable_alliance(request, above)
    form = JournalEntryForm(data)
    return Draft(form, lambda: write_entry(alliance=alliance, by=request.user, **form.action_values()))


def _edit(request: SignedInRequest, key: str, data: Any) -> Draft:
    entries = JournalEntry.objects.visible_to(request.user).active().select_related("alliance")
    entry = get_object_or_404(entries, public_id=key)
    editable_alliance(request, entry.alliance.public_id)
    form = JournalEditForm(data, entry=entry)
    return Draft(form, lambda: edit_entry(entry=entry, **form.action_values()), entry)


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "journal",
            "lines of the journals you may see",
            JournalEntry,
            rows=lambda user: JournalEntry.objects.visible_to(user).active().of_active_alliances(),
            with_archived=lambda user: JournalEntry.objects.visible_to(user).active(),
            columns=_columns,
            read=lambda rows: rows.select_related("alliance"),
            filters=JournalFilter,
            parent="alliance",
            above="alliance__public_id",
            make=Way("Add a line to a journal", JournalEntryForm, _write),
            change=Way("Correct a line", JournalEditForm, _edit),
        )
    )
