"""Issues and risks as a part of the record."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core import parts
from alliances.core.news import Names, NewsRow, NewsSource, news_rows
from alliances.core.parts import Brief, Matter, Offer, Overview, Page, Part, RecordPage, RecordTab, Tab
from alliances.issues.history import STORIES
from alliances.issues.models import Issue, IssueStep, Risk, Severity, Way
from alliances.issues.placeholders import placeholders
from coe_hub.attachments import holders
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User

# Of issues so many matter at once on the overview, and from so long before their clock runs out.
_MATTER, _SOON = 3, timedelta(days=7)


def _overview(page: RecordPage) -> Overview:
    """Issues that are severe, or whose clock runs out within a week or did."""
    rows = _NEAR.objects(page.user, alliance=page.alliance.pk, today=page.today)
    return Overview(matters=[_matter(step) for step in rows])


def _open(user: User, *, alliance: int) -> Any:
    steps = IssueStep.objects.visible_to(user).active().current().open().filter(issue__alliance=alliance)
    return steps.select_related("issue").defer("issue__words").in_order()


def _near(user: User, *, alliance: int, today: date) -> Any:
    near = Q(until_on__lte=today + _SOON) | Q(issue__severity=Severity.SEVERE)
    return _open(user, alliance=alliance).filter(near)[:_MATTER]


_NEAR = ForReader(_near)


def _matter(step: IssueStep) -> Matter:
    words = {"level": step.get_level_display(), "turn": step.issue.get_turn_display()}
    return Matter(
        title=_("Issue: %(name)s") % {"name": step.issue.title},
        text=_("On the level “%(level)s”; next move: %(turn)s") % words,
        date=step.until_on,
        action_label=_("Open the issue"),
        action_url=step.issue.get_absolute_url(),
    )


def _brief(page: RecordPage) -> Sequence[Brief]:
    """Open issues with the level they stand on, the soonest clock first."""
    rows = _open(page.user, alliance=page.alliance.pk)
    return [Brief(_("Open issues"), [(step.issue.title, step.get_level_display()) for step in rows], place=15)]


def _in_use() -> Any:
    here = {"alliance": OuterRef("pk"), "scope": OuterRef("scope")}
    used = Exists(Issue.objects.active().filter(**here)) | Exists(Risk.objects.active().filter(**here))
    return ExpressionWrapper(Q(used), output_field=BooleanField())


# --- In Today's news ------------------------------------------------------------------------------------------------
def _news(alliances: "QuerySet[Any]", user: User, since: datetime) -> "QuerySet[Any]":
    steps = IssueStep.objects.active().filter(issue__alliance__in=alliances, created_at__gt=since).exclude(by=user)
    # What stands behind a wall is not told to everybody on the alliance.
    steps = steps.filter(issue__scope=F("issue__alliance__scope"))
    columns = {"detail": "way", "text": "issue__title", "alliance": "issue__alliance"}
    return news_rows(steps, code="issue", **columns)


_NEWS = {
    Way.RAISED: lambda: _("%(who)s raised an issue"),
    Way.CLIMBED: lambda: _("%(who)s let an issue climb"),
    Way.STEPPED_DOWN: lambda: _("%(who)s took an issue down a level"),
    Way.RESOLVED: lambda: _("%(who)s resolved an issue"),
    Way.REOPENED: lambda: _("%(who)s opened an issue again"),
}


def _sentences(rows: Sequence[NewsRow], names: Names) -> Iterable[str]:
    for row in rows:
        yield _NEWS[Way(row.detail)]() % {"who": names[row.person_id]}


def register_all() -> None:
    """Put issues and risks on the record, into its history and into Today's news; they take files."""
    holders.register("issue", Issue, gettext_lazy("Issue"))
    holders.register("risk", Risk, gettext_lazy("Risk"))
    parts.register(
        Part(
            code="issues",
            place=28,
            pages=[Page(RecordTab.GOVERNANCE, gettext_lazy("Issues and risks"), "alliance_issues", 40)],
            over_all=Tab(gettext_lazy("Issues"), "issue_list", 13),
            overview=_overview,
            brief=_brief,
            stories=STORIES,
            news=[NewsSource("issue", _news, _sentences)],
            placeholders=placeholders,
            offer=Offer(gettext_lazy("Issues and risks"), "alliance_issues", _in_use),
        )
    )
    parts.register(Part(code="risks", place=29, over_all=Tab(gettext_lazy("Risks"), "risk_list", 14)))
