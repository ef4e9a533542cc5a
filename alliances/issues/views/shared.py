"""How the views of this room get at issues and risks: seen or 404, changeable or 403.

Whoever is let in behind a programme's wall comes here without seeing the alliance; its name is all they get of it.
"""

from typing import Any

from alliances.agreements.views.shared import alliance_to_add_to, record_frame
from alliances.core.models import Alliance
from alliances.issues.forms.shared import Offered
from alliances.issues.models import Issue, Risk
from coe_hub.lib.access import SignedInRequest
from coe_hub.people.accounts.readers import Gate, may_edit

_ISSUES = Gate(Issue, lambda rows: rows.active().with_page())
_RISKS = Gate(Risk, lambda rows: rows.active().with_row())
TAB = "alliance_issues"


def frame(request: SignedInRequest, alliance: Alliance) -> dict[str, Any]:
    """As `record_frame`, with the issues open."""
    return record_frame(request, alliance, TAB)


def offered_on(request: SignedInRequest, public_id: str) -> Offered:
    """What a form that adds something to the alliance offers; 403 where the reader may add nothing, 404 where they see
    nothing of it."""
    alliance, _programmes, needs_programme = alliance_to_add_to(request, public_id)
    return Offered(alliance, request.user, needs_programme)


def offered_to(request: SignedInRequest, record: Issue | Risk) -> Offered:
    """What a form that changes the record offers."""
    return Offered(record.alliance, request.user, not may_edit(request, record.alliance))


def visible_issue(request: SignedInRequest, issue_id: str) -> Issue:
    """The issue, if the reader may see it; otherwise it does not exist for them."""
    return _ISSUES.visible(request, issue_id)


def editable_issue(request: SignedInRequest, issue_id: str) -> Issue:
    """As `visible_issue`; one that is not theirs to change is 403."""
    return _ISSUES.editable(request, issue_id)


def visible_risk(request: SignedInRequest, risk_id: str) -> Risk:
    """The risk, if the reader may see it; otherwise it does not exist for them."""
    return _RISKS.visible(request, risk_id)


def editable_risk(request: SignedInRequest, risk_id: str) -> Risk:
    """As `visible_risk`; one that is not theirs to change is 403."""
    return _RISKS.editable(request, risk_id)
