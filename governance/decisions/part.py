"""Decisions on the record of an alliance, on the page of their committee, and in what tools are filled in with."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core import parts
from alliances.core.news import Names, NewsRow, NewsSource, news_rows
from alliances.core.parts import Brief, Panel, Part, RecordPage
from coe_hub.attachments import holders
from coe_hub.lib.dates import date_text
from coe_hub.people.models import User
from governance.committees import panels
from governance.committees.models import Committee
from governance.decisions.history import STORIES
from governance.decisions.models import GONE, Decision, DecisionState
from governance.decisions.placeholders import placeholders

_SHOWN, _LONGEST = 6, 140


def _seen(user: User) -> Any:
    return Decision.objects.visible_to(user).of_committees_at_work().with_row().in_order()


def _on_record(page: RecordPage) -> Sequence[Panel]:
    rows = list(_seen(page.user).filter(committee__alliance=page.alliance)[:_SHOWN])
    url = f"{reverse('decision_list')}?alliance={page.alliance.public_id}" if rows else ""
    context = {"decisions": rows, "decisions_url": url, "shows_committee": True}
    return [Panel("governance/_decisions.html", context, place=30)]


def _brief(page: RecordPage) -> Sequence[Brief]:
    """What is in force or waits to be decided, the nearest first; of what is in force the day it was decided on."""
    rows = _seen(page.user).filter(committee__alliance=page.alliance).exclude(state__in=GONE)[:_SHOWN]
    lines = [(Truncator(one.text).chars(_LONGEST), _aside(one)) for one in rows]
    return [Brief(_("Decisions"), lines, place=35)] if lines else []


def _aside(one: Decision) -> str:
    state = DecisionState(one.state)
    return date_text(one.decided_on) if state == DecisionState.IN_FORCE else str(state.label)


def _on_committee(committee: Committee, user: User, today: date, may_edit: bool) -> Iterable[Panel]:
    rows = list(Decision.objects.active().filter(committee=committee).with_row().in_order()[:_SHOWN])
    url = f"{reverse('decision_list')}?committee={committee.public_id}" if rows else ""
    write = {"url": reverse("decision_create", args=[committee.public_id]), "label": _("Write down a decision")}
    context = {"decisions": rows, "decisions_url": url, "shows_committee": False}
    context["write_decision"] = write if may_edit else None
    yield Panel("governance/_decisions.html", context, place=20)


def _news(alliances: "QuerySet[Any]", user: User, since: datetime) -> "QuerySet[Any]":
    """What committees that the user sees decided, as others wrote it down."""
    rows = Decision.objects.visible_to(user).of_committees_at_work().filter(committee__alliance__in=alliances)
    rows = rows.filter(created_at__gt=since, decided_on__isnull=False).exclude(by=user)
    return news_rows(rows, code="decision", detail="committee__label", text="text", alliance="committee__alliance")


def _sentences(rows: Sequence[NewsRow], names: Names) -> Iterable[str]:
    for row in rows:
        yield _("%(who)s wrote down a decision of %(committee)s") % {
            "who": names[row.person_id],
            "committee": row.detail,
        }


def register_all() -> None:
    """Put decisions on the record and on the pages of committees; they take files."""
    holders.register("decision", Decision, gettext_lazy("Decision"))
    panels.register(_on_committee)
    parts.register(
        Part(
            code="decisions",
            place=64,
            brief=_brief,
            stories=STORIES,
            news=[NewsSource("decision", _news, _sentences)],
            panels_on={"alliance_governance": _on_record},
            placeholders=placeholders,
        )
    )
