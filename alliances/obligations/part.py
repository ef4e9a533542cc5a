"""Obligations and events as a part of the record."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances.core import launch_points, parts
from alliances.core.models import Alliance
from alliances.core.parts import Matter, Overview, Page, Panel, Part, RecordPage, RecordTab, Tab
from alliances.obligations.filters import still_owed
from alliances.obligations.history import STORIES
from alliances.obligations.listing import money_by_quarter
from alliances.obligations.models import Fulfilment, FulfilmentQuerySet, Obligation, State, TriggerEvent
from alliances.obligations.wording import why_text
from coe_hub.attachments import holders
from coe_hub.lib.prepared import Prepared
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User

# Of what is owed so many matter at once on the overview, and so many are shown on the page of agreements.
_MATTER, _SHOWN = 3, 6
# How long before its day something matters that nobody needs to begin with yet.
_SOON = timedelta(days=14)


def _owed(user: User, *, alliance: int, today: date) -> FulfilmentQuerySet:
    rows = Fulfilment.objects.visible_to(user).living().filter(obligation__alliance=alliance)
    return still_owed(rows.with_state(today)).with_row().in_order()


def _next(user: User, *, alliance: int, today: date) -> FulfilmentQuerySet:
    rows = _owed(user, alliance=alliance, today=today)
    return rows.filter(due_on__isnull=False, is_expected=False)[: _MATTER * 2]


_NEXT = ForReader(_next)


def _overview(page: RecordPage) -> Overview:
    """What is late, what is to be begun with, and what is due within two weeks."""
    rows = _NEXT.objects(page.user, alliance=page.alliance.pk, today=page.today)
    near = [row for row in rows if _matters_now(row, page.today)]
    return Overview(matters=list(_matters(near[:_MATTER])))


def _matters_now(row: Fulfilment, today: date) -> bool:
    return row.state != State.UPCOMING or (row.due_on is not None and row.due_on <= today + _SOON)


def _matters(rows: Iterable[Fulfilment]) -> Iterable[Matter]:
    for row in rows:
        yield Matter(
            title=row.obligation.title,
            text=why_text(row),
            date=row.due_on,
            action_label=_("Open"),
            action_url=row.get_absolute_url(),
        )


def _on_agreements(page: RecordPage) -> Sequence[Panel]:
    """On the page of agreements: what is due next, the money by quarter, and the events."""
    rows = _owed(page.user, alliance=page.alliance.pk, today=page.today)
    events = TriggerEvent.objects.visible_to(page.user).active().filter(alliance=page.alliance)
    every = Fulfilment.objects.visible_to(page.user).living().filter(obligation__alliance=page.alliance)
    shown = list(rows[:_SHOWN])
    settleable = Fulfilment.objects.settled_by(page.user).filter(pk__in=[row.pk for row in shown])
    context = {
        "owed": shown,
        "settleable": set(settleable.values_list("pk", flat=True)),
        "money": money_by_quarter(every.with_state(page.today), since=page.today)[:6],
        "events": events.select_related("alliance").in_order()[:_SHOWN],
        "obligations_url": reverse("alliance_obligations", args=[page.alliance.public_id]),
    }
    return [Panel("alliances/_obligations.html", context, place=10)]


def _launched(alliance: Alliance) -> str:
    """For the launch check: how many are on record for everybody who sees the alliance."""
    count = _ON_RECORD.figures(scope=alliance.scope_id)["count"]
    return ngettext("%(count)d obligation", "%(count)d obligations", count) % {"count": count} if count else ""


def _on_record(*, scope: int) -> Any:
    return Obligation.objects.active().filter(scope=scope), {"count": Count("pk")}


_ON_RECORD = Prepared(_on_record)


def register_all() -> None:
    """Put obligations on the record, on the page of its agreements and into its history; they and their due days take
    files."""
    holders.register("obligation", Obligation, gettext_lazy("Obligation"))
    launch_points.register(
        launch_points.LaunchPoint(
            code="obligations",
            group=launch_points.PointGroup.CONTRACT,
            place=20,
            title=gettext_lazy("What each side owes, with its days"),
            text=gettext_lazy("Entered once, the days remind you before the partner does."),
            found=_launched,
            act=lambda alliance: (_("Enter them"), reverse("alliance_obligations", args=[alliance.public_id])),
        )
    )
    holders.register("fulfilment", Fulfilment, gettext_lazy("Proof of an obligation"))
    parts.register(
        Part(
            code="obligations",
            place=27,
            pages=[
                Page(RecordTab.AGREEMENT, gettext_lazy("Obligations"), "alliance_obligations", 20),
                Page(RecordTab.AGREEMENT, gettext_lazy("Timeline"), "alliance_timeline", 30),
            ],
            over_all=Tab(gettext_lazy("Obligations"), "obligation_list", 12),
            overview=_overview,
            panels_on={"agreement_list": _on_agreements},
            stories=STORIES,
        )
    )
