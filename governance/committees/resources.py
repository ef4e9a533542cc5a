"""Committees for other programs, and who sits on them. Charters are agreed page by page."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.agreements.views.shared import alliance_to_add_to
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.forms import ActionForm
from coe_hub.lib.resources import Draft, Resource, Way, register
from coe_hub.lib.tables import Column, column_of
from coe_hub.people.accounts.readers import Gate
from governance.committees.actions.committees import add_committee, edit_committee
from governance.committees.actions.seats import add_seat, edit_seat, end_seat
from governance.committees.forms.committees import CommitteeEditForm, CommitteeForm
from governance.committees.forms.seats import SeatEditForm, SeatForm
from governance.committees.listing import committee_columns, committees_of
from governance.committees.models import Committee, Seat
from governance.committees.views.committees import may_report_to
from governance.committees.views.shared import editable_committee

_SEATS = Gate(
    Seat,
    lambda rows: rows.active().select_related("committee__alliance__scope", "committee__scope", "person", "stand_in"),
)


def _rows(user: Any) -> Any:
    return committees_of(user, timezone.localdate())


def _add(request: SignedInRequest, above: str, data: Any) -> Draft:
    alliance, programmes, needs_programme = alliance_to_add_to(request, above)
    parents = Committee.objects.visible_to(request.user).active().filter(alliance=alliance).in_order()
    form = CommitteeForm(data, parents=parents, programmes=programmes, needs_programme=needs_programme)
    return Draft(form, lambda: add_committee(alliance=alliance, by=request.user, **form.action_values()))


def _edit(request: SignedInRequest, key: str, data: Any) -> Draft:
    committee = editable_committee(request, key)
    form = CommitteeEditForm(data, committee=committee, parents=may_report_to(request.user, committee))
    return Draft(form, lambda: edit_committee(committee=committee, **form.action_values()), committee)


def _seat_columns() -> Sequence[Column]:
    return [
        Column("committee", _("Committee"), lambda seat: seat.committee.label),
        Column("body", _("Whose"), lambda seat: seat.committee.body),
        Column("person", _("Person"), lambda seat: seat.person.display_name),
        Column("person_id", _("Person (id)"), lambda seat: seat.person.public_id),
        column_of(Seat, "side"),
        *(column_of(Seat, name) for name in ("role", "starts_on", "ends_on")),
        Column("stand_in", _("Stand-in"), lambda seat: seat.stand_in.display_name if seat.stand_in else ""),
    ]


def _all_seats(user: Any) -> Any:
    return Seat.objects.visible_to(user).active().filter(committee__archived_at__isnull=True)


def _add_seat(request: SignedInRequest, above: str, data: Any) -> Draft:
    committee = editable_committee(request, above)
    form = SeatForm(data, user=request.user, committee=committee)
    return Draft(form, lambda: add_seat(committee=committee, **form.action_values()))


def _edit_seat(request: SignedInRequest, key: str, data: Any) -> Draft:
    seat = _SEATS.editable(request, key)
    form = SeatEditForm(data, user=request.user, seat=seat)
    return Draft(form, lambda: edit_seat(seat=seat, **form.action_values()), seat)


def _end_seat(request: SignedInRequest, key: str, data: Any) -> Draft:
    seat = _SEATS.editable(request, key)
    return Draft(ActionForm(data), lambda: end_seat(seat=seat), seat)


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "committees",
            "committees you may see",
            Committee,
            rows=_rows,
            columns=committee_columns,
            parent="alliance",
            above="alliance__public_id",
            make=Way("Add a joint committee of an alliance", CommitteeForm, _add),
            change=Way("Change what is said of a committee beside its charter", CommitteeEditForm, _edit),
        )
    )
    register(
        Resource(
            "seats",
            "who sits, or sat, on the committees you may see",
            Seat,
            rows=lambda user: _all_seats(user).exclude(committee__alliance__archived_at__isnull=False),
            with_archived=_all_seats,
            columns=_seat_columns,
            read=lambda rows: rows.select_related("committee__alliance", "person", "stand_in"),
            also=("side",),
            parent="committee",
            above="committee__public_id",
            make=Way("Let somebody sit on a committee", SeatForm, _add_seat),
            change=Way("Change as what somebody sits there, and how long", SeatEditForm, _edit_seat),
            steps={"end": Way("Let somebody's term end today", None, _end_seat)},
        )
    )
