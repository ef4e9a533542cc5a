"""How the views of decisions get at them: seen or 404, changeable or 403."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from coe_hub.lib.access import SignedInRequest
from coe_hub.people.accounts.readers import ForReader, Gate
from coe_hub.people.models import User
from governance.committees.views.shared import alliance_frame
from governance.decisions.models import Decision

_DECISIONS = Gate(
    Decision,
    lambda rows: rows.active().with_standing().select_related(
        "committee__alliance__scope", "committee__scope", "committee__kind", "committee__programme", "folder",
        "meeting__minutes", "meeting__committee", "agenda_item", "owner__user", "owner__site", "owner__organisation",
        "replaces__committee", "by__person",
    ),
)  # fmt: skip


def visible_decision(request: SignedInRequest, public_id: str) -> Decision:
    """The decision, if the reader may see it; otherwise it does not exist for them."""
    return _DECISIONS.visible(request, public_id)


def editable_decision(request: SignedInRequest, public_id: str) -> Decision:
    """As `visible_decision`; one that is not theirs to change, or stands in final minutes, is 403."""
    return _DECISIONS.editable(request, public_id)


def followed_decision(request: SignedInRequest, public_id: str) -> Decision:
    """As `visible_decision`; where it is not theirs to say what became of it, 403."""
    decision = visible_decision(request, public_id)
    if not may_follow(request, decision):
        raise PermissionDenied
    return decision


def may_follow(request: SignedInRequest, decision: Decision) -> bool:
    """Whether the reader may say what became of it, and what follows."""
    return request.user.may_write and bool(_FOLLOWED.rows(request.user, decision=decision.pk))


def frame(request: SignedInRequest, decision: Decision) -> dict[str, Any]:
    """What the head of every page of a decision needs."""
    committee = decision.committee
    return {"decision": decision, "committee": committee, **alliance_frame(request, committee.alliance)}


def _followed(user: User, *, decision: int) -> "QuerySet[Any, Any]":
    return Decision.objects.followed_by(user).filter(pk=decision).values_list("pk")


_FOLLOWED = ForReader(_followed)
