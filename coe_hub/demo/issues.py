"""Issues between the demo company and its partners, on different levels of their ladders, and the risks they watch."""

from collections.abc import Mapping
from datetime import datetime

from alliances.core.models import Alliance
from alliances.core.participants import side_on
from alliances.issues.actions.risks import next_look
from alliances.issues.actions.steps import ladder_day
from alliances.issues.ladder import LadderRung, ladder_of, next_rung
from alliances.issues.models import Issue, IssueSignature, IssueStep, Level, Risk, Way
from coe_hub.demo import data
from coe_hub.demo.company import Company
from coe_hub.demo.days import Days
from coe_hub.lib.history import acting
from coe_hub.people.models import User

_FRAMED = (
    "title", "severity", "turn", "our_contribution", "their_contribution", "our_interests", "their_interests",
    "shared_interests", "options", "agreed_text",
)  # fmt: skip
_WEIGHED = ("title", "cause", "effect", "likelihood", "impact", "response", "plan")


def raise_issues(*, company: Company, alliances: Mapping[str, Alliance], days: Days) -> None:
    """Write all issues down with their steps and signatures, and all risks. Run in a transaction."""
    for row in data.issues():
        _raise(row, company, alliances[row["alliance"]], days)
    for risk in data.risks():
        _watch(risk, company, alliances[risk["alliance"]], days)


def _raise(row: data.IssueData, company: Company, alliance: Alliance, days: Days) -> None:
    by = company.users[row["by"]]
    at = _hour(row["on"], by, row["title"], days)
    issue = Issue(alliance=alliance, scope=alliance.scope, by=by, created_at=at, updated_at=at)
    issue.owner, issue.counterpart = company.people[row["owner"]], company.people[row["counterpart"]]
    for name in _FRAMED:
        setattr(issue, name, row[name])  # type: ignore[literal-required]
    with acting(by=by):
        issue.save()
    ladder = ladder_of(alliance)
    level = _step(issue, Way.RAISED, ladder[0], row["on"], "", by, days)
    for step in row["steps"]:
        way, rung = Way(step["way"]), LadderRung(Level(level), None)
        if way == Way.CLIMBED:
            rung = next_rung(ladder, level)
        level = _step(issue, way, rung, step["on"], step["reason"], company.users[step["by"]], days)
    for signed in row["signed"]:
        person, signer = company.people[signed["person"]], company.users.get(signed["person"])
        with acting(by=signer):
            IssueSignature.objects.create(
                issue=issue,
                person=person,
                side=side_on(alliance, person),
                signed_at=_hour(signed["on"], signer, row["title"], days),
                remark=signed.get("remark", ""),
                title=issue.title,
                text=issue.agreed_text,
            )


def _step(issue: Issue, way: Way, rung: LadderRung, offset: int, reason: str, by: User, days: Days) -> int:
    """One step on its day; the level on which the issue stands from then on."""
    on = days.working_day(offset)
    until = ladder_day(issue, rung, on)
    with acting(by=by, reason=""):
        IssueStep.objects.create(
            issue=issue,
            way=way,
            level=rung.level,
            on=on,
            days=rung.days,
            is_calendar=rung.is_calendar,
            until_on=until,
            reason=reason,
            by=by,
            created_at=_hour(offset, by, issue.title, days),
        )
    return rung.level


def _watch(row: data.RiskData, company: Company, alliance: Alliance, days: Days) -> None:
    by = company.users[row["by"]]
    at = _hour(row["on"], by, row["title"], days)
    risk = Risk(alliance=alliance, scope=alliance.scope, by=by, created_at=at, updated_at=at)
    risk.owner = company.people[row["owner"]]
    for name in _WEIGHED:
        setattr(risk, name, row[name])  # type: ignore[literal-required]
    if row["review"] is not None:
        risk.review_on = days.working_day(row["review"])
    else:
        risk.review_on = next_look(risk.owner, at.date())
    with acting(by=by):
        risk.save()
    if ended := row.get("closing"):
        risk.closing, risk.closed_on, risk.closing_note = ended["closing"], days.working_day(ended["on"]), ended["note"]
        risk.version += 1
        risk.updated_at = _hour(ended["on"], by, row["title"], days)
        with acting(by=by):
            risk.save()


def _hour(offset: int, by: User | None, seed: str, days: Days) -> datetime:
    return days.hour(days.working_day(offset), zone=by.time_zone if by else "UTC", seed=seed)
