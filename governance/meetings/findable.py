"""What was talked about in meetings, as search finds it: items of agendas with their minutes."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from coe_hub.lib.findable import Findable, Rows, Text, Thing, register
from coe_hub.lib.search import Words, word_found
from governance.meetings.models import AgendaItem, Meeting

if TYPE_CHECKING:
    from coe_hub.people.models import User


def _rows(user: "User | None") -> Rows:
    rows = AgendaItem.objects.all()
    if user is None:
        return rows
    return rows.visible_to(user).active().filter(meeting__in=Meeting.objects.of_committees_at_work())


def _things(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    rows = AgendaItem.objects.filter(pk__in=ids).select_related("meeting__committee__alliance")
    return {one.pk: _thing(one) for one in rows}


def _thing(one: AgendaItem) -> Thing:
    line = " · ".join([str(one.meeting), one.meeting.committee.body])
    return Thing(title=Text(one.title), line=line, url=one.get_absolute_url(), body=Text(one.said or one.note))


def register_all() -> None:
    """Let items of agendas be found."""
    register(
        Findable(
            kind="minutes",
            label=_("Minutes"),
            place=38,
            rows=_rows,
            things=_things,
            order=lambda: ("-meeting__starts_at", "hit_id"),
            found=word_found,
            has_title=False,
        )
    )
