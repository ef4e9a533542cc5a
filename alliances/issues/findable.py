"""Issues and risks as search and lists find them."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.issues.models import Issue, IssueStep, Risk
from coe_hub.lib.findable import Findable, Rows, Text, Thing, register
from coe_hub.lib.search import Words

if TYPE_CHECKING:
    from coe_hub.people.models import User


def _issue_rows(user: "User | None") -> Rows:
    everything = Issue.objects.all()
    return everything if user is None else everything.visible_to(user).active().of_active_alliances()


def _issues(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    steps = IssueStep.objects.current().filter(issue__in=ids).select_related("issue__alliance")
    return {step.issue_id: _issue(step) for step in steps}


def _issue(step: IssueStep) -> Thing:
    issue = step.issue
    standing = step.standing(timezone.localdate())
    line = [str(standing.label), step.get_level_display(), issue.get_severity_display(), issue.alliance.name]
    texts = [issue.our_contribution, issue.their_contribution, issue.our_interests, issue.their_interests]
    texts += [issue.shared_interests, issue.options, issue.agreed_text]
    return Thing(
        title=Text(issue.title),
        line=" · ".join(line),
        url=issue.get_absolute_url(),
        known_as=issue.folded,
        body=Text(" ".join(filter(None, texts))),
    )


def _risk_rows(user: "User | None") -> Rows:
    everything = Risk.objects.all()
    return everything if user is None else everything.visible_to(user).active().of_active_alliances()


def _risks(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    return {one.pk: _risk(one) for one in Risk.objects.filter(pk__in=ids).select_related("alliance")}


def _risk(one: Risk) -> Thing:
    line = [one.get_closing_display(), f"{one.exposure} / 25", one.get_response_display(), one.alliance.name]
    return Thing(
        title=Text(one.title),
        line=" · ".join(line),
        url=one.get_absolute_url(),
        known_as=one.folded,
        body=Text(" ".join(filter(None, [one.cause, one.effect, one.plan, one.closing_note]))),
    )


def register_all() -> None:
    """Let issues and risks be found."""
    register(
        Findable(
            kind="issues",
            label=_("Issues"),
            place=56,
            rows=_issue_rows,
            things=_issues,
            order=lambda: ("-created_at", "hit_id"),
            list_url_name="issue_list",
        )
    )
    register(
        Findable(
            kind="risks",
            label=_("Risks"),
            place=57,
            rows=_risk_rows,
            things=_risks,
            order=lambda: ("-created_at", "hit_id"),
            list_url_name="risk_list",
        )
    )
