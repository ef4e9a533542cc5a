"""Decisions for other programs."""

from typing import Any

from coe_hub.lib.access import SignedInRequest
from coe_hub.lib.resources import Draft, Resource, Way, register
from governance.committees.views.shared import editable_committee
from governance.decisions.actions.decisions import edit_decision, write_decision
from governance.decisions.filters import DecisionFilter
from governance.decisions.forms.decisions import DecisionEditForm, DecisionForm
from governance.decisions.listing import decision_columns
from governance.decisions.models import Decision
from governance.decisions.views.shared import editable_decision


def _write(request: SignedInRequest, above: str, data: Any) -> Draft:
    committee = editable_committee(request, above)
    form = DecisionForm(data, committee=committee, user=request.user, meeting=None)
    return Draft(form, lambda: write_decision(committee=committee, by=request.user, **form.action_values()))


def _edit(request: SignedInRequest, key: str, data: Any) -> Draft:
    decision = editable_decision(request, key)
    form = DecisionEditForm(data, decision=decision, user=request.user)
    return Draft(form, lambda: edit_decision(decision=decision, **form.action_values()), decision)


def register_all() -> None:
    """Once, at start."""
    register(
        Resource(
            "decisions",
            "decisions of the committees you may see",
            Decision,
            rows=lambda user: Decision.objects.visible_to(user).active().of_committees_at_work().with_standing(),
            with_archived=lambda user: Decision.objects.visible_to(user).active().with_standing(),
            columns=decision_columns,
            read=lambda rows: rows.with_row().select_related("meeting__committee"),
            filters=DecisionFilter,
            parent="committee",
            above="committee__public_id",
            make=Way("Write a decision of a committee down", DecisionForm, _write),
            change=Way("Change the words of a decision", DecisionEditForm, _edit),
        )
    )
