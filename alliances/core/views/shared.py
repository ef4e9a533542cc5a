"""How the views of this room get at an alliance: seen or 404, changeable or 403."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from alliances.core.models import Alliance
from coe_hub.lib.access import SignedInRequest


def visible_alliance(request: SignedInRequest, public_id: str) -> Alliance:
    """The alliance, if the reader may see it; otherwise it does not exist for them."""
    return get_object_or_404(Alliance.objects.visible_to(request.user).with_card(), public_id=public_id)


def editable_alliance(request: SignedInRequest, public_id: str) -> Alliance:
    """The alliance, if the reader may change it: unseen is 404, seen but not theirs to change is 403."""
    alliance = visible_alliance(request, public_id)
    if not may_edit(request, alliance):
        raise PermissionDenied
    return alliance


def may_edit(request: SignedInRequest, alliance: Alliance) -> bool:
    """Whether the reader may change the alliance."""
    return Alliance.objects.editable_by(request.user).filter(pk=alliance.pk).exists()
