"""How the changes of committees are told: on their own pages and, of what stands in the alliance's own scope, in its
history."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from coe_hub.attachments.history import EDITIONS, FILES_AND_LINKS
from coe_hub.audit.history import Names, Sentence, Story, tell, tell_fields
from coe_hub.lib.dates import date_text
from coe_hub.people.models import Person
from governance.committees.models import Basis, Charter, Committee, Seat, SeatRole


def _titled(earlier: Any, event: Any, names: Names) -> list[str]:
    return [
        _("“%(title)s”: %(what)s") % {"title": event.label, "what": what}
        for what in tell_fields(COMMITTEE, earlier, event, names)
    ]


def _seat(event: Any, names: Names) -> dict[str, str]:
    return {
        "name": names.of(Person, event.person_id),
        "committee": names.of(Committee, event.committee_id),
        "role": str(SeatRole(event.role).label),
    }


def _seat_changed(earlier: Any, event: Any, names: Names) -> list[str]:
    words = {"name": names.of(Person, event.person_id), "committee": names.of(Committee, event.committee_id)}
    return [
        _("%(name)s on “%(committee)s”: %(what)s") % {**words, "what": what}
        for what in tell_fields(SEAT, earlier, event, names)
    ]


def _charter(event: Any, names: Names) -> str:
    words = {
        "basis": Basis(event.basis).label,
        "committee": names.of(Committee, event.committee_id),
        "date": date_text(event.valid_from),
        "reason": event.reason,
    }
    return _("wrote down the charter of “%(committee)s”, %(basis)s, from %(date)s: %(reason)s") % words


def _amended(earlier: Any, event: Any, names: Names) -> list[str]:
    if earlier.amendment_id == event.amendment_id:
        return []
    committee = names.of(Committee, event.committee_id)
    return [_("named the amendment that follows the charter of “%(committee)s”") % {"committee": committee}]


COMMITTEE = Story(
    Committee,
    (*Committee.EDITABLE, "archived_at"),
    # A former parent may stand behind a wall.
    unnamed=("parent",),
    created=lambda event, _names: _("added the committee “%(label)s”") % {"label": event.label},
)
SEAT = Story(
    Seat,
    (*Seat.EDITABLE, "archived_at"),
    named=("person", "committee", "stand_in"),
    created=lambda event, names: _("named %(name)s to “%(committee)s”: %(role)s") % _seat(event, names),
)
CHARTER = Story(Charter, named=("committee",), created=_charter, changed=_amended)


def _in_the_open(path: str) -> Any:
    """The filter for events of rows that stand in the alliance's own scope now."""
    return lambda alliance: {f"{path}alliance_id": alliance.pk, f"{path}scope_id": alliance.scope_id}


STORIES = (
    (replace(COMMITTEE, changed=_titled), _in_the_open("pgh_obj__")),
    (replace(SEAT, changed=_seat_changed), _in_the_open("committee__")),
    (CHARTER, _in_the_open("committee__")),
)


def committee_sentences(committee: Committee) -> list[Sentence]:
    """Everything that happened to one committee, newest first."""
    rows: list[tuple[Story, Mapping[str, Any]]] = [
        (COMMITTEE, {"pgh_obj_id": committee.pk}),
        (replace(SEAT, changed=_seat_changed), {"committee_id": committee.pk}),
        (CHARTER, {"committee_id": committee.pk}),
    ]
    if committee.folder_id:
        rows += [
            (FILES_AND_LINKS, {"folder_id": committee.folder_id}),
            (EDITIONS, {"attachment__folder_id": committee.folder_id}),
        ]
    return tell(rows)
