"""Meetings on the record of an alliance, and on the page of their committee."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core import parts
from alliances.core.models import Alliance
from alliances.core.news import Names, NewsRow, NewsSource, news_rows
from alliances.core.parts import Brief, Matter, Overview, Panel, Part, RecordPage
from coe_hub.attachments import holders
from coe_hub.lib.dates import date_text
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User
from governance.committees import panels
from governance.committees.models import Committee
from governance.meetings import findable, lines
from governance.meetings.actions.meetings import cancel_meeting
from governance.meetings.history import STORIES
from governance.meetings.models import AgendaItem, Meeting, MinutesState

_MATTERS_DAYS, _SHOWN = 14, 6


def _seen(user: User) -> Any:
    return Meeting.objects.visible_to(user).of_committees_at_work().with_row()


def _overview(page: RecordPage) -> Overview:
    """Meetings of the next fortnight, and minutes that are late. One query."""
    found = _UNDER_WAY.objects(page.user, alliance=page.alliance.pk)
    return Overview(matters=[matter for one in found for matter in _matters(one, page)])


def _under_way(user: User, *, alliance: int) -> Any:
    rows = _seen(user).filter(committee__alliance=alliance, cancelled_at__isnull=True)
    return rows.exclude(minutes__state=MinutesState.FINAL).order_by("starts_at", "pk")


_UNDER_WAY = ForReader(_under_way)


def _brief(page: RecordPage) -> Sequence[Brief]:
    """Each committee with its last meeting and the next one."""
    rows = _seen(page.user).filter(committee__alliance=page.alliance, cancelled_at__isnull=True)
    found: dict[str, list[Meeting]] = {}
    for meeting in rows.order_by("committee__kind__position", "committee", "starts_at"):
        found.setdefault(meeting.committee.label, []).append(meeting)
    lines = [(label, _rhythm(meetings)) for label, meetings in found.items()]
    return [Brief(_("Committees"), lines, place=40)] if lines else []


def _rhythm(meetings: Sequence[Meeting]) -> str:
    held = [one.local_day for one in meetings if one.held_at]
    coming = [one.local_day for one in meetings if one.is_to_come]
    told = [_("last %(date)s") % {"date": date_text(held[-1])}] if held else []
    return " · ".join([*told, *([_("next %(date)s") % {"date": date_text(coming[0])}] if coming else [])])


def _matters(meeting: Meeting, page: RecordPage) -> Iterable[Matter]:
    url, day = meeting.get_absolute_url(), meeting.local_day
    if meeting.is_to_come and 0 <= (day - page.today).days <= _MATTERS_DAYS:
        text = "" if meeting.called_at else _("It is planned and not called yet.")
        yield Matter(_("Meeting: %(committee)s") % {"committee": meeting.committee.label}, text, day, _("Open"), url)
    late = meeting.held_at and meeting.minutes.state == MinutesState.DRAFT and meeting.minutes_by
    if late and meeting.minutes_by and meeting.minutes_by < page.today:
        title = _("Minutes not sent: %(meeting)s") % {"meeting": meeting}
        yield Matter(title, "", meeting.minutes_by, _("Write them"), url)


def _on_record(page: RecordPage) -> Sequence[Panel]:
    rows = _seen(page.user).filter(committee__alliance=page.alliance)
    context = {"coming": _coming(rows), "past": _past(rows), "shows_committee": True}
    return [Panel("governance/_meetings.html", context, place=20)]


def _on_committee(committee: Committee, user: User, today: date, may_edit: bool) -> Iterable[Panel]:
    rows = Meeting.objects.active().filter(committee=committee).with_row()
    plan = {"url": reverse("meeting_create", args=[committee.public_id]), "label": _("Plan a meeting")}
    context = {"coming": _coming(rows), "past": _past(rows), "shows_committee": False, "committee_action": plan}
    context["year_url"] = reverse("meeting_plan", args=[committee.public_id]) if may_edit else ""
    yield Panel("governance/_meetings.html", context, place=10)


def _coming(rows: Any) -> list[Meeting]:
    return list(rows.to_come().order_by("starts_at", "pk")[:_SHOWN])


def _past(rows: Any) -> list[Meeting]:
    return list(rows.held().order_by("-starts_at", "-pk")[:_SHOWN])


def _news(alliances: "QuerySet[Any]", user: User, since: datetime) -> "QuerySet[Any]":
    """Meetings that others called, of committees that the user sees."""
    rows = Meeting.objects.visible_to(user).of_committees_at_work().filter(committee__alliance__in=alliances)
    rows = rows.filter(called_at__gt=since, cancelled_at__isnull=True).exclude(by=user)
    return news_rows(
        rows, code="meeting", detail="pk", text="committee__label", at="called_at", alliance="committee__alliance"
    )


def _sentences(rows: Sequence[NewsRow], names: Names) -> Iterable[str]:
    return (_("%(who)s called a meeting") % {"who": names[row.person_id]} for row in rows)


def _call_off(alliance: Alliance) -> None:
    """The alliance is over: meetings that are still to come are called off."""
    coming = Meeting.objects.active().to_come().filter(committee__alliance=alliance)
    for meeting in coming.filter(starts_at__gt=timezone.now()):
        cancel_meeting(meeting=meeting)


def register_all() -> None:
    """Put meetings on the record and on the pages of committees; their items take files and are found."""
    holders.register("meeting", Meeting, gettext_lazy("Meeting"))
    holders.register("agenda_item", AgendaItem, gettext_lazy("Item of an agenda"))
    panels.register(_on_committee)
    lines.register_all()
    parts.register(
        Part(
            code="meetings",
            place=62,
            overview=_overview,
            brief=_brief,
            stories=STORIES,
            news=[NewsSource("meeting", _news, _sentences)],
            panels_on={"alliance_governance": _on_record},
            call_off=_call_off,
        )
    )
    findable.register_all()
