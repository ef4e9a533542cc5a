"""How the views of this room get at agreements and programmes: seen or 404, changeable or 403.

Whoever is let in behind a programme's wall comes here without seeing the alliance; the alliance's name is all they get.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from alliances.agreements.models import Agreement, Programme
from alliances.core.models import Alliance
from coe_hub.lib.access import SignedInRequest


def visible_agreement(request: SignedInRequest, public_id: str) -> Agreement:
    """The agreement, if the reader may see it; otherwise it does not exist for them."""
    rows = Agreement.objects.visible_to(request.user).select_related(
        "alliance__scope", "scope", "kind", "programme", "owner__site", "owner__organisation", "amends", "replaces"
    )
    return get_object_or_404(rows, public_id=public_id)


def editable_agreement(request: SignedInRequest, public_id: str) -> Agreement:
    """As `visible_agreement`; one that is not theirs to change is 403."""
    agreement = visible_agreement(request, public_id)
    if not may_edit(request, agreement):
        raise PermissionDenied
    return agreement


def visible_programme(request: SignedInRequest, public_id: str) -> Programme:
    """The programme, if the reader may see it; otherwise it does not exist for them."""
    rows = Programme.objects.visible_to(request.user).select_related("alliance__scope", "scope")
    return get_object_or_404(rows, public_id=public_id)


def editable_programme(request: SignedInRequest, public_id: str) -> Programme:
    """As `visible_programme`; one that is not theirs to change is 403."""
    programme = visible_programme(request, public_id)
    if not may_edit(request, programme):
        raise PermissionDenied
    return programme


def may_edit(request: SignedInRequest, record: Agreement | Programme) -> bool:
    """Whether the reader may change it."""
    return type(record).objects.editable_by(request.user).filter(pk=record.pk).exists()


def alliance_to_add_to(request: SignedInRequest, public_id: str) -> tuple[Alliance, "QuerySet[Programme]", bool]:
    """The alliance, the programmes the reader may put an agreement under, and whether it must be one of these: they
    may change a programme and not the alliance at large. Neither seen nor let in anywhere is 404, seen only 403."""
    alliance = get_object_or_404(Alliance.objects.with_card(), public_id=public_id)
    programmes = choosable_programmes(request, alliance)
    if Alliance.objects.editable_by(request.user).filter(pk=alliance.pk).exists():
        return alliance, programmes, False
    if programmes.exists():
        return alliance, programmes, True
    if sees_anything(request, alliance):
        raise PermissionDenied
    raise Http404


def choosable_programmes(request: SignedInRequest, alliance: Alliance) -> "QuerySet[Programme]":
    """The alliance's programmes that the reader may change, by name."""
    return Programme.objects.editable_by(request.user).active().filter(alliance=alliance).in_order()


def sees_alliance(request: SignedInRequest, alliance: Alliance) -> bool:
    """Whether the reader sees the alliance itself, and not just something of it behind a wall."""
    return Alliance.objects.visible_to(request.user).filter(pk=alliance.pk).exists()


def sees_anything(request: SignedInRequest, alliance: Alliance) -> bool:
    """Whether the reader sees the alliance or something of it."""
    behind = Programme.objects.visible_to(request.user).filter(alliance=alliance)
    return sees_alliance(request, alliance) or behind.exists()


def frame(request: SignedInRequest, alliance: Alliance) -> dict[str, Any]:
    """What every page of an agreement or a programme needs for its head."""
    return {"alliance": alliance, "sees_alliance": sees_alliance(request, alliance)}
