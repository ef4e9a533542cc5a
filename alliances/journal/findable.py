"""Journal entries as search and lists find them."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from alliances.journal.models import JournalEntry
from coe_hub.lib.dates import date_text
from coe_hub.lib.findable import Findable, Rows, Text, Thing, register
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.search import Words, word_found

if TYPE_CHECKING:
    from coe_hub.people.models import User


def _rows(user: "User | None") -> Rows:
    entries = JournalEntry.objects.all()
    return entries if user is None else entries.visible_to(user).active().of_active_alliances()


def _things(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    return {one.pk: _thing(one) for one in _FOUND.objects(ids=list(ids))}


def _found(*, ids: list[int]) -> Rows:
    return JournalEntry.objects.filter(pk__any=ids).select_related("alliance", "by__person")


_FOUND = Prepared(_found)


def _thing(entry: JournalEntry) -> Thing:
    by = entry.by.person.display_name if entry.by else ""
    line = " · ".join(filter(None, [entry.get_kind_display(), date_text(entry.happened_on), by]))
    title = Text(entry.alliance.name)
    return Thing(title=title, line=line, url=entry.get_absolute_url(), body=Text(entry.text), is_summary=True)


def register_all() -> None:
    """Let journal entries be found."""
    register(
        Findable(
            kind="journal",
            label=_("Journal"),
            place=70,
            rows=_rows,
            things=_things,
            order=lambda: ("-happened_on", "-hit_id"),
            found=word_found,
            list_url_name="entry_list",
            has_title=False,
        )
    )
