"""Agreements and programmes as a part of the record."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.agreements import findable
from alliances.agreements.history import STORIES
from alliances.agreements.listing import agreements_of, end_text
from alliances.agreements.models import Agreement, Ending, EndingKind, Programme
from alliances.agreements.states import BINDING, with_states
from alliances.core import launch_points, parts
from alliances.core.models import Alliance
from alliances.core.news import Names, NewsRow, NewsSource, news_rows
from alliances.core.parts import Brief, Matter, Overview, Page, Part, RecordPage, RecordTab, Tab
from coe_hub.attachments import holders
from coe_hub.lib.dates import date_text
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.text import join_words
from coe_hub.people.models import User

# How long before its day something matters on the record.
_MATTERS_DAYS = 180


def _overview(page: RecordPage) -> Overview:
    """The next days of notice and ends; without any agreement, the offer to write the first one down."""
    agreements = agreements_of(page.user, page.alliance, page.today)
    return Overview(
        matters=[matter for one in agreements if one.state in BINDING for matter in _matters(one, page)],
        gaps=[] if agreements else [_gap(page.alliance)],
    )


def _brief(page: RecordPage) -> Sequence[Brief]:
    """What binds both sides, without amendments, and until when."""
    binding = [
        one
        for one in agreements_of(page.user, page.alliance, page.today)
        if one.state in BINDING and one.amends_id is None
    ]
    lines = [(one.title, _until(one)) for one in binding]
    return [Brief(_("Agreements in force"), lines, place=30)]


def _until(agreement: Any) -> str:
    return _("until %(date)s") % {"date": date_text(agreement.ends_on)} if agreement.ends_on else ""


def _matters(agreement: Any, page: RecordPage) -> Iterable[Matter]:
    if agreement.amends_id:
        return
    url = agreement.get_absolute_url()
    notice, ends = agreement.notice_on, agreement.ends_on
    if notice and 0 <= (notice - page.today).days <= _MATTERS_DAYS:
        title = _("Last day for notice: %(title)s") % {"title": agreement.title}
        yield Matter(title, end_text(agreement), notice, _("Open"), url)
    elif ends and 0 <= (ends - page.today).days <= _MATTERS_DAYS:
        title = _("End of the term: %(title)s") % {"title": agreement.title}
        yield Matter(title, end_text(agreement), ends, _("Open"), url)


def _gap(alliance: Alliance) -> Matter:
    url = reverse("agreement_create", args=[alliance.public_id])
    text = _("With its days here, somebody is told in time before notice must be given.")
    return Matter(_("No agreement written down"), text, None, _("Add one"), url)


def _news(alliances: "QuerySet[Any]", user: User, since: datetime) -> "QuerySet[Any]":
    """What others brought to its end, of agreements that the user sees."""
    seen = Agreement.objects.visible_to(user).active().filter(alliance__in=alliances)
    endings = Ending.objects.live().filter(agreement__in=seen, created_at__gt=since).exclude(by=user)
    return news_rows(endings, code="ending", detail="kind", text="agreement__title", alliance="agreement__alliance")


def _sentences(rows: Sequence[NewsRow], names: Names) -> Iterable[str]:
    words = {
        EndingKind.NOTICE.value: _("%(who)s wrote down a notice of non-renewal"),
        EndingKind.TERMINATION.value: _("%(who)s wrote down a termination"),
    }
    return (words[row.detail] % {"who": names[row.person_id]} for row in rows)


def _exit_terms(alliance: Alliance) -> str:
    """For the launch check: until when notice can be given, of what everybody sees who sees the alliance."""
    told = [
        _("%(title)s: notice until %(date)s") % {"title": one.title, "date": date_text(one.notice_on)}
        for one in _NOTICED.objects(scope=alliance.scope_id, today=timezone.localdate())
        if one.state in BINDING
    ]
    return join_words(told)


def _noticed(*, scope: int, today: date) -> "QuerySet[Any]":
    rows = with_states(Agreement.objects.active().filter(scope=scope), today)
    return rows.filter(notice_on__isnull=False).order_by("notice_on", "pk")


_NOTICED = Prepared(_noticed)


def register_all() -> None:
    """Put agreements on the record, into its history and into Today's news; they and programmes take files and are
    found."""
    holders.register("agreement", Agreement, gettext_lazy("Agreement"))
    holders.register("programme", Programme, gettext_lazy("Programme"))
    launch_points.register(
        launch_points.LaunchPoint(
            code="exit_terms",
            group=launch_points.PointGroup.CONTRACT,
            place=10,
            title=gettext_lazy("Exit terms that everybody knows"),
            text=gettext_lazy("Until when notice can be given, by whom, and what goes on after the end."),
            found=_exit_terms,
            act=lambda alliance: (_("Write them down"), reverse("agreement_list", args=[alliance.public_id])),
        )
    )
    parts.register(
        Part(
            code="agreements",
            place=26,
            pages=[Page(RecordTab.AGREEMENT, gettext_lazy("Agreements"), "agreement_list", 10)],
            over_all=Tab(gettext_lazy("Agreements"), "agreement_portfolio", 11),
            overview=_overview,
            brief=_brief,
            stories=STORIES,
            news=[NewsSource("ending", _news, _sentences)],
        )
    )
    findable.register_all()
