"""Lists of issues and risks as files."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from alliances.issues import clock
from alliances.issues.ladder import places_of
from alliances.issues.models import Issue, IssueStep, Risk, Standing
from coe_hub.lib.columns import heading
from coe_hub.lib.tables import Column, column_of


def _of(row: IssueStep, name: str) -> Any:
    value = getattr(row.issue, name)
    return str(value) if name in {"alliance", "programme", "owner", "counterpart"} and value else value or ""


def _choice(row: Any, name: str) -> str:
    return str(getattr(row, f"get_{name}_display")())


def _text(name: str) -> Column:
    """A text of the issue, in files that ask for it."""
    return Column(name, heading(Issue, name), partial(_of, name=name), width=50, is_usual=False)


def issue_columns(today: date) -> list[Column]:
    """Headings are in the reader's language; codes stay the same in every language."""
    return [
        Column("alliance", _("Alliance"), partial(_of, name="alliance"), width=40),
        Column("title", _("What is at issue"), partial(_of, name="title"), width=60),
        Column("severity", _("Severity"), lambda row: _choice(row.issue, "severity"), width=20),
        Column("level", _("Level"), lambda row: _choice(row, "level"), width=24),
        Column("since", _("On its level since"), lambda row: row.on, width=14),
        Column("until", _("Clock ends on"), lambda row: row.until_on, width=14),
        Column("days_left", _("Working days left"), lambda row: days_left(row, today), width=12),
        Column("state", _("State"), lambda row: str(row.standing(today).label), width=18),
        Column("turn", _("Whose move it is"), lambda row: _choice(row.issue, "turn"), width=16),
        Column("owner", _("Our alliance manager"), partial(_of, name="owner"), width=22),
        Column("counterpart", _("Alliance manager at the partner"), partial(_of, name="counterpart"), width=22),
        Column("reason", _("Why it stands there"), lambda row: row.reason, width=60),
        Column("programme", _("Programme"), partial(_of, name="programme"), width=24, is_usual=False),
        _text("our_contribution"),
        _text("their_contribution"),
        _text("options"),
        _text("agreed_text"),
        Column("address", _("Address in the hub"), IssueStep.get_absolute_url, 54, is_link=True, is_usual=False),
    ]


def days_left(step: IssueStep, today: date) -> int | None:
    """Working days of both sides that its level has left; None where no clock runs."""
    if step.until_on is None:
        return None
    return clock.left(step.on, step.until_on, today, places_of(step.issue))


def left_of(steps: Sequence[IssueStep], today: date) -> None:
    """Let each row say `left`, the working days left, and `stands`, where its issue stands."""
    for step in steps:
        step.left = days_left(step, today)  # type: ignore[attr-defined]
        step.stands = step.standing(today)  # type: ignore[attr-defined]
        step.has_run_out = step.stands == Standing.RUN_OUT  # type: ignore[attr-defined]


def risk_columns() -> list[Column]:
    """As `issue_columns`."""
    return [
        Column("alliance", _("Alliance"), lambda row: row.alliance.name, width=40),
        column_of(Risk, "title", width=60),
        column_of(Risk, "cause", width=40),
        column_of(Risk, "effect", width=40),
        Column("likelihood", _("Likelihood"), lambda row: row.likelihood, width=10),
        Column("impact", _("Impact"), lambda row: row.impact, width=10),
        Column("exposure", _("Likelihood × impact"), lambda row: row.exposure, width=12),
        Column("response", _("Response"), lambda row: _choice(row, "response"), width=16),
        column_of(Risk, "plan", width=50),
        Column("owner", _("Watched by"), lambda row: str(row.owner or ""), width=22),
        Column("review_on", _("Looked at again on"), lambda row: row.review_on, width=14),
        Column("state", _("State"), lambda row: _choice(row, "closing"), width=14),
        Column("programme", _("Programme"), lambda row: str(row.programme or ""), width=24, is_usual=False),
        Column("closed_on", _("Closed on"), lambda row: row.closed_on, width=12, is_usual=False),
        column_of(Risk, "closing_note", width=40, is_usual=False),
        Column("address", _("Address in the hub"), Risk.get_absolute_url, 54, is_link=True, is_usual=False),
    ]
