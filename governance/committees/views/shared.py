"""How the views of committees get at them: seen or 404, changeable or 403."""

from typing import Any

from django.shortcuts import get_object_or_404

from alliances.core.models import Alliance
from coe_hub.lib.access import SignedInRequest
from coe_hub.people.accounts.readers import Gate, sees
from governance.committees.models import Committee, Seat

_COMMITTEES = Gate(
    Committee, lambda rows: rows.select_related("alliance__scope", "programme", "scope", "kind", "parent")
)


def visible_committee(request: SignedInRequest, public_id: str) -> Committee:
    """The committee, if the reader may see it; otherwise it does not exist for them."""
    return _COMMITTEES.visible(request, public_id)


def editable_committee(request: SignedInRequest, public_id: str) -> Committee:
    """As `visible_committee`; one that is not theirs to change is 403."""
    return _COMMITTEES.editable(request, public_id)


def editable_seat(request: SignedInRequest, public_id: str, seat_id: str) -> Seat:
    """A seat of a committee that is the reader's to change."""
    committee = editable_committee(request, public_id)
    seat = get_object_or_404(committee.seats.active().with_people(), public_id=seat_id)
    seat.committee = committee
    return seat


def frame(request: SignedInRequest, committee: Committee) -> dict[str, Any]:
    """What the head of every page of a committee needs."""
    return {"committee": committee, **alliance_frame(request, committee.alliance)}


def alliance_frame(request: SignedInRequest, alliance: Alliance | None) -> dict[str, Any]:
    """The alliance, and whether the reader sees it or only something of it behind a wall."""
    return {"alliance": alliance, "sees_alliance": alliance is not None and sees(request, alliance)}
