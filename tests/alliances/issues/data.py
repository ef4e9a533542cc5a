"""Issues and risks for tests, made by the actions."""

from datetime import date
from typing import Any

from alliances.core.models import Alliance
from alliances.issues.actions.issues import raise_issue
from alliances.issues.actions.risks import add_risk
from alliances.issues.actions.steps import standing_of
from alliances.issues.models import Issue, IssueStep, Risk

# A Monday.
TODAY = date(2026, 6, 15)


def issue(alliance: Alliance, title: str = "Who pays for the second batch", **values: Any) -> Issue:
    """An issue, raised today unless said otherwise."""
    return raise_issue(alliance=alliance, by=values.pop("by", None), title=title, **values)


def risk(alliance: Alliance, title: str = "The only supplier stops", **values: Any) -> Risk:
    """A risk that could come true."""
    return add_risk(alliance=alliance, by=values.pop("by", None), title=title, **values)


def fresh(one: Issue) -> Issue:
    """The issue as it is now."""
    return Issue.objects.with_page().get(pk=one.pk)


def stands(one: Issue) -> tuple[str, int, date | None]:
    """How it came to where it stands, the level, and until when."""
    step: IssueStep = standing_of(one)
    return step.way, step.level, step.until_on
