"""Issues and risks for other programs. An issue climbs on its page, where it is shown who is told."""

from typing import Any

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from alliances.issues.actions.issues import edit_issue, raise_issue
from alliances.issues.actions.risks import add_risk, close_risk, edit_risk, look_at_risk, reopen_risk
from alliances.issues.filters import IssueFilter, RiskFilter
from alliances.issues.forms.issues import IssueEditForm, IssueForm, IssueReasonForm
from alliances.issues.forms.risks import RiskCloseForm, RiskEditForm, RiskForm
from alliances.issues.listing import issue_columns, risk_columns
from alliances.issues.models import Issue, IssueStep, Risk
from alliances.issues.views.shared import editable_issue, editable_risk, offered_on, offered_to
from alliances.issues.views.steps import WAYS
from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.forms import ActionForm
from coe_hub.lib.resources import Begin, Draft, Resource, Way, register


def _raise(request: SignedInRequest, above: str, data: Any) -> Draft:
    offered = offered_on(request, above)
    form = IssueForm(data, offered=offered)
    return Draft(form, lambda: raise_issue(alliance=offered.alliance, by=request.user, **form.action_values()))


def _edit(request: SignedInRequest, key: str, data: Any) -> Draft:
    issue = editable_issue(request, key)
    form = IssueEditForm(data, issue=issue, offered=offered_to(request, issue))
    return Draft(form, lambda: edit_issue(issue=issue, **form.action_values()), issue)


def _step(way: str) -> Begin:
    def begin(request: SignedInRequest, key: str, data: Any) -> Draft:
        issue, words = editable_issue(request, key), WAYS[way]
        form = IssueReasonForm(data, asks=words.asks)

        def save() -> None:
            words.act(issue=issue, by=request.user, **form.action_values())

        return Draft(form, save, issue)

    return begin


def _add_risk(request: SignedInRequest, above: str, data: Any) -> Draft:
    offered = offered_on(request, above)
    form = RiskForm(data, offered=offered)
    return Draft(form, lambda: add_risk(alliance=offered.alliance, by=request.user, **form.action_values()))


def _edit_risk(request: SignedInRequest, key: str, data: Any) -> Draft:
    risk = editable_risk(request, key)
    form = RiskEditForm(data, risk=risk, offered=offered_to(request, risk))
    return Draft(form, lambda: edit_risk(risk=risk, **form.action_values()), risk)


def _close_risk(request: SignedInRequest, key: str, data: Any) -> Draft:
    risk, form = editable_risk(request, key), RiskCloseForm(data)
    return Draft(form, lambda: close_risk(risk=risk, **form.action_values()), risk)


def _look_at_risk(request: SignedInRequest, key: str, data: Any) -> Draft:
    risk = editable_risk(request, key)
    return Draft(ActionForm(data), lambda: look_at_risk(risk=risk), risk)


def _reopen_risk(request: SignedInRequest, key: str, data: Any) -> Draft:
    risk = editable_risk(request, key)
    return Draft(ActionForm(data), lambda: reopen_risk(risk=risk), risk)


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "issues",
            "issues, each on the level where it stands",
            Issue,
            rows=lambda user: IssueStep.objects.visible_to(user).active().current(),
            columns=lambda: issue_columns(timezone.localdate()),
            read=lambda rows: rows.with_row(),
            filters=IssueFilter,
            record="issue",
            moved=Greatest(F("created_at"), F("issue__updated_at")),
            parent="alliance",
            above="issue__alliance__public_id",
            make=Way("Raise an issue", IssueForm, _raise),
            change=Way("Change how an issue is framed", IssueEditForm, _edit),
            steps={
                "resolve": Way("Say how it was settled; its clock stops", IssueReasonForm, _step("resolve")),
                "reopen": Way("Open it again, and say why", IssueReasonForm, _step("reopen")),
            },
        )
    )
    register(
        Resource(
            "risks",
            "risks that are watched",
            Risk,
            rows=lambda user: Risk.objects.visible_to(user).active().of_active_alliances(),
            with_archived=lambda user: Risk.objects.visible_to(user).active(),
            columns=risk_columns,
            read=lambda rows: rows.with_row(),
            filters=RiskFilter,
            parent="alliance",
            above="alliance__public_id",
            make=Way("Write a risk down", RiskForm, _add_risk),
            change=Way("Change a risk", RiskEditForm, _edit_risk),
            steps={
                "look": Way("Say that it was looked at today, and still stands", None, _look_at_risk),
                "close": Way("Say that it passed, or came true", RiskCloseForm, _close_risk),
                "reopen": Way("Watch it again", None, _reopen_risk),
            },
        )
    )
