"""How the views of decisions get at them: seen or 404, changeable or 403."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from coe_hub.lib.access import SignedInRequest
from governance.committees.views.shared import alliance_frame
from governance.decisions.models import Decision


def visible_decision(request: SignedInRequest, public_id: str) -> Decision:
    """The decision, if the reader may see it; otherwise it does not exist for them."""
    rows = Decision.objects.visible_to(request.user).active().with_standing()
    rows = rows.select_related(
        "committee__alliance__scope", "committee__scope", "committee__kind", "committee__programme", "folder",
        "meeting__minutes", "meeting__committee", "agenda_item", "owner__user", "owner__site", "owner__organisation",
        "replaces__committee", "by__person",
    )  # fmt: skip
    return get_object_or_404(rows, public_id=public_id)


def editable_decision(request: SignedInRequest, public_id: str) -> Decision:
    """As `visible_decision`; one that is not theirs to change, or stands in final minutes, is 403."""
    decision = visible_decision(request, public_id)
    if not may_edit(request, decision):
        raise PermissionDenied
    return decision


def followed_decision(request: SignedInRequest, public_id: str) -> Decision:
    """As `visible_decision`; where it is not theirs to say what became of it, 403."""
    decision = visible_decision(request, public_id)
    if not may_follow(request, decision):
        raise PermissionDenied
    return decision


def may_edit(request: SignedInRequest, decision: Decision) -> bool:
    """Whether the reader may change its words."""
    return Decision.objects.editable_by(request.user).filter(pk=decision.pk).exists()


def may_follow(request: SignedInRequest, decision: Decision) -> bool:
    """Whether the reader may say what became of it, and what follows."""
    return Decision.objects.followed_by(request.user).filter(pk=decision.pk).exists()


def frame(request: SignedInRequest, decision: Decision) -> dict[str, Any]:
    """What the head of every page of a decision needs."""
    committee = decision.committee
    return {"decision": decision, "committee": committee, **alliance_frame(request, committee.alliance)}
