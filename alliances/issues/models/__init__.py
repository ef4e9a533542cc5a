"""Models of issues and risks."""

from alliances.issues.models.issues import Issue, IssueQuerySet, IssueSignature, IssueValues, Severity, Turn
from alliances.issues.models.ladders import LEVELS, Level, Rung
from alliances.issues.models.risks import Closing, Response, Risk, RiskQuerySet, RiskValues
from alliances.issues.models.steps import IssueStep, IssueStepQuerySet, Standing, Way

__all__ = [
    "LEVELS",
    "Closing",
    "Issue",
    "IssueQuerySet",
    "IssueSignature",
    "IssueStep",
    "IssueStepQuerySet",
    "IssueValues",
    "Level",
    "Response",
    "Risk",
    "RiskQuerySet",
    "RiskValues",
    "Rung",
    "Severity",
    "Standing",
    "Turn",
    "Way",
]
