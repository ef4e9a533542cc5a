"""What tools leave blank and this room knows: the alliance's ladder, its open issues and its highest risks. Of what
stands behind a programme's wall nothing goes into a file of the whole alliance."""

from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from alliances.issues.ladder import LadderRung, ladder_of
from alliances.issues.models import IssueStep, Risk
from alliances.issues.wording import days_text
from coe_hub.lib.dates import date_text

_MOST = 12


def placeholders(alliance: Alliance) -> dict[str, str]:
    """`escalation_ladder`, `open_issues` and `open_risks`, one to a line. Three queries."""
    steps = IssueStep.objects.active().current().open().filter(issue__alliance=alliance, issue__scope=alliance.scope)
    risks = Risk.objects.active().open().filter(alliance=alliance, scope=alliance.scope).in_order()
    return {
        "escalation_ladder": "\n".join(_rung(rung) for rung in ladder_of(alliance) if rung.is_used),
        "open_issues": "\n".join(_issue(step) for step in steps.select_related("issue__owner").in_order()[:_MOST]),
        "open_risks": "\n".join(_risk(risk) for risk in risks.select_related("owner")[:_MOST]),
    }


def _rung(rung: LadderRung) -> str:
    level = str(rung.level.label)
    if not rung.days:
        return _("%(level)s: no clock") % {"level": level}
    days = days_text(rung.days, is_calendar=rung.is_calendar)
    words = {"level": level, "days": days, "clause": rung.clause}
    if rung.clause:
        return _("%(level)s: %(days)s (clause %(clause)s)") % words
    return _("%(level)s: %(days)s") % words


def _issue(step: IssueStep) -> str:
    words = {"title": step.issue.title, "level": step.get_level_display(), "day": date_text(step.until_on)}
    if step.until_on:
        return _("%(title)s – %(level)s, until %(day)s") % words
    return _("%(title)s – %(level)s") % words


def _risk(risk: Risk) -> str:
    words = {"title": risk.title, "number": risk.exposure, "owner": risk.owner}
    if risk.owner:
        return _("%(title)s – %(number)d of 25, watched by %(owner)s") % words
    return _("%(title)s – %(number)d of 25") % words
