"""The journal as a part of the record."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core import parts
from alliances.core.history import of_alliance
from alliances.core.news import Names, NewsRow, NewsSource, news_rows
from alliances.core.parts import Overview, Page, Panel, Part, RecordPage, RecordTab, Tab
from alliances.journal import findable
from alliances.journal.forms import JournalEntryForm
from alliances.journal.models import EntryKind, JournalEntry, JournalEntryQuerySet
from coe_hub.attachments import holders
from coe_hub.audit.history import Names as EventNames
from coe_hub.audit.history import Story, titled
from coe_hub.lib.dates import date_text
from coe_hub.lib.prepared import Prepared
from coe_hub.people.models import User

_RECENT = 5


def _overview(page: RecordPage) -> Overview:
    entries = _RECENT_ENTRIES.objects(alliance=page.alliance.pk)
    for entry in entries:
        entry.alliance = page.alliance
    context = {"entries": entries, "entry_form": JournalEntryForm()}
    return Overview(panels=[Panel("alliances/_journal.html", context, place=20)])


def _recent(*, alliance: int) -> JournalEntryQuerySet:
    return JournalEntry.objects.filter(alliance=alliance).active().with_row()[:_RECENT]


_RECENT_ENTRIES = Prepared(_recent)


def _entry(event: Any, _names: EventNames) -> str:
    words = {"kind": EntryKind(event.kind).label, "date": date_text(event.happened_on)}
    return _("wrote in the journal: %(kind)s, %(date)s") % words


def _news(alliances: "QuerySet[Any]", user: User, since: datetime) -> "QuerySet[Any]":
    entries = JournalEntry.objects.active().filter(alliance__in=alliances, created_at__gt=since).exclude(by=user)
    return news_rows(entries, code="entry", detail="kind", text="text")


def _sentences(rows: Sequence[NewsRow], names: Names) -> Iterable[str]:
    words = {
        EntryKind.CALL.value: _("%(who)s noted a call"),
        EntryKind.MEETING.value: _("%(who)s noted a meeting"),
        EntryKind.NOTE.value: _("%(who)s wrote a note"),
    }
    return (words[row.detail] % {"who": names[row.person_id]} for row in rows)


def register_all() -> None:
    """Put the journal on the record, into its history and into Today's news; its lines take files and links."""
    holders.register("entry", JournalEntry, gettext_lazy("Journal"))
    parts.register(
        Part(
            code="journal",
            place=20,
            pages=[Page(RecordTab.WORK, gettext_lazy("Journal"), "journal_list", 20)],
            over_all=Tab(gettext_lazy("Journal"), "entry_list", 20),
            overview=_overview,
            stories=[(titled(Story(JournalEntry, JournalEntry.EDITABLE, created=_entry), "text"), of_alliance)],
            news=[NewsSource("entry", _news, _sentences)],
        )
    )
    findable.register_all()
