"""How the views of this room get at agreements and programmes: seen or 404, changeable or 403.

Whoever is let in behind a programme's wall comes here without seeing the alliance; the alliance's name is all they get.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from alliances.agreements.models import Agreement, Programme
from alliances.core.models import Alliance
from alliances.core.overview import record_steps, record_tabs
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.prepared import Prepared
from coe_hub.people.accounts.readers import ForReader, Gate, may_edit, sees
from coe_hub.people.models import User

_AGREEMENTS = Gate(
    Agreement,
    lambda rows: rows.select_related(
        "alliance__scope", "scope", "kind", "programme", "owner__site", "owner__organisation", "amends", "replaces"
    ),
)
_PROGRAMMES = Gate(Programme, lambda rows: rows.select_related("alliance__scope", "scope"))


def visible_agreement(request: SignedInRequest, public_id: str) -> Agreement:
    """The agreement, if the reader may see it; otherwise it does not exist for them."""
    return _AGREEMENTS.visible(request, public_id)


def editable_agreement(request: SignedInRequest, public_id: str) -> Agreement:
    """As `visible_agreement`; one that is not theirs to change is 403."""
    return _AGREEMENTS.editable(request, public_id)


def visible_programme(request: SignedInRequest, public_id: str) -> Programme:
    """The programme, if the reader may see it; otherwise it does not exist for them."""
    return _PROGRAMMES.visible(request, public_id)


def editable_programme(request: SignedInRequest, public_id: str) -> Programme:
    """As `visible_programme`; one that is not theirs to change is 403."""
    return _PROGRAMMES.editable(request, public_id)


def alliance_to_add_to(request: SignedInRequest, public_id: str) -> tuple[Alliance, "QuerySet[Programme]", bool]:
    """The alliance, the programmes the reader may put an agreement under, and whether it must be one of these: they
    may change a programme and not the alliance at large. Neither seen nor let in anywhere is 404, seen only 403."""
    alliance = _alliance(public_id)
    programmes = choosable_programmes(request, alliance)
    if may_edit(request, alliance):
        return alliance, programmes, False
    if programmes.exists():
        return alliance, programmes, True
    if sees_anything(request, alliance):
        raise PermissionDenied
    raise Http404


def seen_alliance(request: SignedInRequest, public_id: str) -> Alliance:
    """The alliance, if the reader sees it or something of it; otherwise it does not exist for them."""
    alliance = _alliance(public_id)
    if not sees_anything(request, alliance):
        raise Http404
    return alliance


def _alliance(public_id: str) -> Alliance:
    if found := _ALLIANCE.first(public_id=public_id):
        return found
    raise Http404


def choosable_programmes(request: SignedInRequest, alliance: Alliance) -> "QuerySet[Programme]":
    """The alliance's programmes that the reader may change, by name."""
    return Programme.objects.editable_by(request.user).active().filter(alliance=alliance).in_order()


def sees_anything(request: SignedInRequest, alliance: Alliance) -> bool:
    """Whether the reader sees the alliance or something of it."""
    return sees(request, alliance) or bool(_BEHIND.rows(request.user, alliance=alliance.pk))


def frame(request: SignedInRequest, alliance: Alliance) -> dict[str, Any]:
    """What every page of an agreement or a programme needs for its head."""
    return {"alliance": alliance, "sees_alliance": sees(request, alliance)}


def record_frame(request: SignedInRequest, alliance: Alliance, page: str) -> dict[str, Any]:
    """What the head of a page below an alliance needs: the record's, with the `page` of it
    that is open, or, for whoever does not see it, a plain one."""
    is_seen = sees(request, alliance)
    return {
        "alliance": alliance,
        "sees_alliance": is_seen,
        "parent": "alliances/record.html" if is_seen else "alliances/_behind_a_wall.html",
        "may_edit": is_seen and may_edit(request, alliance),
        "tabs": record_tabs(alliance, page) if is_seen else [],
        "steps": record_steps(alliance) if is_seen else [],
    }


def _behind(user: User, *, alliance: int) -> "QuerySet[Any, Any]":
    return Programme.objects.visible_to(user).filter(alliance=alliance).values_list("pk")


def _at(*, public_id: str) -> "QuerySet[Alliance]":
    return Alliance.objects.with_card().filter(public_id=public_id)


_BEHIND, _ALLIANCE = ForReader(_behind), Prepared(_at)
