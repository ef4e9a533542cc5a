"""What minutes still lack: told as help while they are written, never a blocker."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from governance.meetings.models import AgendaItem, ItemKind, Meeting, Outcome
from governance.meetings.recordables import Recordable, Recorded


def lacks(
    meeting: Meeting, items: Sequence[AgendaItem], written: "Sequence[tuple[Recordable, Sequence[Recorded]]]"
) -> list[str]:
    """Sentences, in the order of the agenda; nothing of a meeting that was not held yet. One query."""
    if not meeting.held_at:
        return []
    rows = [one for _kind, found in written for one in found]
    return [*_people(meeting), *_items(items, rows), *(one.lacks for one in rows if one.lacks)]


def _people(meeting: Meeting) -> Iterable[str]:
    if meeting.attendance.filter(presence="").exists():
        yield _("Of some people it is not noted whether they came.")


def _items(items: Sequence[AgendaItem], rows: Sequence[Recorded]) -> Iterable[str]:
    at = {one.agenda_item for one in rows}
    for item in items:
        if item.outcome == Outcome.OPEN:
            yield _("“%(title)s”: say what became of it.") % {"title": item.title}
        elif item.outcome == Outcome.DONE and not item.said and item.pk not in at:
            yield _("“%(title)s”: nothing is written down.") % {"title": item.title}
        elif item.kind == ItemKind.DECIDE and item.outcome == Outcome.DONE and item.pk not in at:
            yield _("“%(title)s”: it was to be decided, and no decision or action is written down.") % {
                "title": item.title
            }
