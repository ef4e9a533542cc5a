"""How the views of this room get at issues and risks: seen or 404, changeable or 403.

Whoever is let in behind a programme's wall comes here without seeing the alliance; its name is all they get of it.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from alliances.agreements.views.shared import alliance_to_add_to, sees_alliance, sees_anything
from alliances.core.models import Alliance
from alliances.core.overview import record_steps, record_tabs
from alliances.core.views.shared import may_edit as may_edit_alliance
from alliances.issues.forms.shared import Offered
from alliances.issues.models import Issue, Risk
from coe_hub.lib.access import SignedInRequest

TAB = "alliance_issues"


def seen_alliance(request: SignedInRequest, public_id: str) -> Alliance:
    """The alliance, if the reader sees it or something of it; otherwise it does not exist for them."""
    alliance = get_object_or_404(Alliance.objects.with_card(), public_id=public_id)
    if not sees_anything(request, alliance):
        raise Http404
    return alliance


def frame(request: SignedInRequest, alliance: Alliance) -> dict[str, Any]:
    """What the head of a page below an alliance needs: the record's or, for whoever does not see it, a plain one."""
    is_seen = sees_alliance(request, alliance)
    return {
        "alliance": alliance,
        "sees_alliance": is_seen,
        "parent": "alliances/record.html" if is_seen else "alliances/_behind_a_wall.html",
        "may_edit": is_seen and may_edit_alliance(request, alliance),
        "tabs": record_tabs(alliance, TAB) if is_seen else [],
        "steps": record_steps(alliance) if is_seen else [],
    }


def offered_on(request: SignedInRequest, public_id: str) -> Offered:
    """What a form that adds something to the alliance offers; 403 where the reader may add nothing, 404 where they see
    nothing of it."""
    alliance, _programmes, needs_programme = alliance_to_add_to(request, public_id)
    return Offered(alliance, request.user, needs_programme)


def offered_to(request: SignedInRequest, record: Issue | Risk) -> Offered:
    """What a form that changes the record offers."""
    return Offered(record.alliance, request.user, not may_edit_alliance(request, record.alliance))


def visible_issue(request: SignedInRequest, issue_id: str) -> Issue:
    """The issue, if the reader may see it; otherwise it does not exist for them."""
    rows = Issue.objects.visible_to(request.user).active().with_page()
    return get_object_or_404(rows, public_id=issue_id)


def editable_issue(request: SignedInRequest, issue_id: str) -> Issue:
    """As `visible_issue`; one that is not theirs to change is 403."""
    issue = visible_issue(request, issue_id)
    if not may_edit(request, issue):
        raise PermissionDenied
    return issue


def visible_risk(request: SignedInRequest, risk_id: str) -> Risk:
    """The risk, if the reader may see it; otherwise it does not exist for them."""
    rows = Risk.objects.visible_to(request.user).active().with_row()
    return get_object_or_404(rows, public_id=risk_id)


def editable_risk(request: SignedInRequest, risk_id: str) -> Risk:
    """As `visible_risk`; one that is not theirs to change is 403."""
    risk = visible_risk(request, risk_id)
    if not may_edit(request, risk):
        raise PermissionDenied
    return risk


def may_edit(request: SignedInRequest, record: Issue | Risk) -> bool:
    """Whether the reader may change it."""
    return type(record).objects.editable_by(request.user).filter(pk=record.pk).exists()
