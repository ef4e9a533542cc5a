"""The register of decisions as files."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from coe_hub.lib.tables import Column, column_of
from governance.decisions.models import Decision, DecisionState


def decision_columns() -> Sequence[Column]:
    """Headings are in the reader's language; codes stay the same in every language. Of rows `with_row`."""
    return [
        column_of(Decision, "decided_on", width=13),
        Column("committee", _("Committee"), lambda one: one.committee.label),
        Column("body", _("Whose"), lambda one: one.committee.body, width=44),
        column_of(Decision, "text", width=70),
        Column("state", _("State"), _state, width=16),
        Column("our_vote", _("Our vote"), lambda one: _vote(one, "our_vote"), width=14),
        Column("their_vote", _("The partner’s vote"), lambda one: _vote(one, "their_vote"), width=14),
        column_of(Decision, "dissent", width=40),
        Column("owner", _("Followed up by"), lambda one: str(one.owner or ""), width=22),
        Column("review_day", _("Looked at again on"), lambda one: one.review_day, width=14),
        Column("meeting", _("Meeting"), lambda one: str(one.meeting or ""), width=32),
        column_of(Decision, "rationale", width=60, is_usual=False),
        column_of(Decision, "options", width=50, is_usual=False),
        column_of(Decision, "bound", width=30, is_usual=False),
        column_of(Decision, "not_before", width=13, is_usual=False),
        Column("url", _("Address"), Decision.get_absolute_url, width=40, is_link=True, is_usual=False),
    ]


def _state(one: Any) -> str:
    return str(DecisionState(one.state).label)


def _vote(one: Decision, name: str) -> str:
    return str(getattr(one, f"get_{name}_display")()) if getattr(one, name) else ""
