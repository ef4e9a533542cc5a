"""How issues, their steps, their signatures, the ladder and risks are told.

On an alliance's page only what stands in its own scope is told: what is behind a wall is told on its own page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from alliances.issues.models import Closing, Issue, IssueSignature, IssueStep, Level, Risk, Rung, Way
from alliances.issues.wording import days_text
from coe_hub.audit.history import Names, Sentence, Story, tell, titled
from coe_hub.lib.dates import date_text
from coe_hub.people.models import Person

_STEPS = {
    Way.RAISED: lambda: _("raised the issue “%(issue)s”"),
    Way.CLIMBED: lambda: _("let “%(issue)s” climb to the level “%(level)s”: %(reason)s"),
    Way.STEPPED_DOWN: lambda: _("took “%(issue)s” down to the level “%(level)s”: %(reason)s"),
    Way.RESOLVED: lambda: _("resolved “%(issue)s”: %(reason)s"),
    Way.REOPENED: lambda: _("opened “%(issue)s” again: %(reason)s"),
}


def _step(event: Any, names: Names) -> str:
    words = {"issue": names.of(Issue, event.issue_id), "level": Level(event.level).label, "reason": event.reason}
    return _STEPS[Way(event.way)]() % words


def _wound(before: Any, event: Any, names: Names) -> Iterable[str]:
    if before.until_on != event.until_on:
        yield _("let the clock of “%(issue)s” end on %(day)s, by the ladder") % {
            "issue": names.of(Issue, event.issue_id),
            "day": date_text(event.until_on) or _("no day"),
        }


def _signed(event: Any, names: Names) -> str:
    words = {"name": names.of(Person, event.person_id), "issue": event.title, "remark": event.remark}
    if event.remark:
        return _("%(name)s signed the text of “%(issue)s” with the remark: %(remark)s") % words
    return _("%(name)s signed the text of “%(issue)s”") % words


def _rung(event: Any) -> str:
    words = {"level": Level(event.level).label, "clause": event.clause}
    if not event.is_used:
        return _("said that there is no level “%(level)s”") % words
    if event.days is None:
        return _("said that the level “%(level)s” has no clock") % words
    words["days"] = days_text(event.days, is_calendar=event.is_calendar)
    if event.clause:
        return _("gave the level “%(level)s” %(days)s (clause %(clause)s)") % words
    return _("gave the level “%(level)s” %(days)s") % words


def _rung_changed(before: Any, event: Any, _names: Names) -> Iterable[str]:
    if any(getattr(before, name) != getattr(event, name) for name in Rung.SAID):
        yield _rung(event)


def _closed(before: Any, event: Any, _names: Names) -> str:
    if not event.closing:
        return _("opened the risk “%(risk)s” again") % {"risk": event.title}
    words = {"risk": event.title, "note": event.closing_note}
    if event.closing == Closing.CAME_TRUE:
        return _("said that the risk “%(risk)s” came true: %(note)s") % words
    return _("said that the risk “%(risk)s” passed: %(note)s") % words


def _looked_at(before: Any, event: Any, _names: Names) -> str | None:
    return _("looked at the risk “%(risk)s” again") % {"risk": event.title} if event.looked_at_on else None


ISSUES = Story(Issue, (*Issue.EDITABLE, "archived_at"), unnamed=("programme",))
STEPS = Story(IssueStep, named=("issue",), created=_step, changed=_wound)
SIGNATURES = Story(IssueSignature, named=("person",), created=_signed)
RUNGS = Story(Rung, created=lambda event, _names: _rung(event), changed=_rung_changed)
RISKS = Story(
    Risk,
    (*Risk.EDITABLE, "looked_at_on", "closing", "archived_at"),
    unnamed=("programme",),
    created=lambda event, _names: _("wrote down the risk “%(risk)s”") % {"risk": event.title},
    told={"closing": _closed, "looked_at_on": _looked_at},
)


def _here(alliance: Alliance) -> Mapping[str, Any]:
    return {"alliance_id": alliance.pk, "pgh_obj__scope": alliance.scope_id}


def _of_issues_here(alliance: Alliance) -> Mapping[str, Any]:
    return {"issue__alliance": alliance.pk, "issue__scope": alliance.scope_id}


STORIES = (
    (titled(ISSUES, "title"), _here),
    (STEPS, _of_issues_here),
    (SIGNATURES, _of_issues_here),
    (RUNGS, lambda alliance: {"alliance_id": alliance.pk}),
    (titled(RISKS, "title"), _here),
)


def issue_sentences(issue: Issue) -> list[Sentence]:
    """All that happened to an issue, newest first."""
    of_issue = {"issue_id": issue.pk}
    return tell([(ISSUES, {"pgh_obj_id": issue.pk}), (STEPS, of_issue), (SIGNATURES, of_issue)])


def risk_sentences(risk: Risk) -> list[Sentence]:
    """All that happened to a risk, newest first."""
    return tell([(RISKS, {"pgh_obj_id": risk.pk})])
