"""What tools leave blank and this room knows: the alliance's ladder, its open issues and its highest risks. Of what
stands behind a programme's wall nothing goes into a file of the whole alliance."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from alliances.core.models import Alliance, Side
from alliances.core.participants import side_of
from alliances.issues.ladder import LadderRung, ladder_of, people_on
from alliances.issues.models import Issue, IssueStep, Risk
from alliances.issues.wording import days_text
from coe_hub.lib.dates import date_text
from coe_hub.lib.text import join_words
from coe_hub.people.models import Person
from coe_hub.publishing.reading import list_context

_MOST = 12


def placeholders(alliance: Alliance) -> dict[str, str]:
    """The rows of `ladder`, `issues` and `risks`."""
    steps = IssueStep.objects.active().current().open().filter(issue__alliance=alliance, issue__scope=alliance.scope)
    risks = Risk.objects.active().open().filter(alliance=alliance, scope=alliance.scope).in_order()
    found = steps.select_related("issue__owner", "issue__counterpart").in_order()[:_MOST]
    return {
        **list_context("ladder", _ladder(alliance)),
        **list_context("issues", map(_issue, found)),
        **list_context("risks", map(_risk, risks.select_related("owner")[:_MOST])),
    }


def _ladder(alliance: Alliance) -> Iterable[dict[str, str]]:
    about = Issue(alliance=alliance, scope=alliance.scope)
    for rung in ladder_of(alliance):
        if rung.is_used:
            yield _rung(rung, alliance, people_on(about, rung.level))


def _rung(rung: LadderRung, alliance: Alliance, people: Iterable[Person]) -> dict[str, str]:
    sides: dict[str, list[Person]] = {side: [] for side in Side}
    for person in people:
        sides[side_of(alliance, person)].append(person)
    return {
        "level": str(rung.level.label),
        "days": days_text(rung.days, is_calendar=rung.is_calendar) if rung.days else _("no clock"),
        "clause": rung.clause,
        "ours": join_words(sides[Side.OURS]),
        "theirs": join_words(sides[Side.THEIRS]),
    }


def _issue(step: IssueStep) -> dict[str, str]:
    issue = step.issue
    return {
        "title": issue.title,
        "severity": issue.get_severity_display(),
        "level": step.get_level_display(),
        "since": date_text(step.on),
        "until": date_text(step.until_on),
        "turn": issue.get_turn_display(),
        "owner": str(issue.owner or ""),
        "counterpart": str(issue.counterpart or ""),
        "text": issue.agreed_text,
    }


def _risk(risk: Risk) -> dict[str, str]:
    return {
        "title": risk.title,
        "exposure": str(risk.exposure),
        "response": risk.get_response_display(),
        "plan": risk.plan,
        "owner": str(risk.owner or ""),
        "review": date_text(risk.review_on),
    }
