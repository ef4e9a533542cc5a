"""What the record page says of an alliance, derived from its dates; and what the core itself adds as a part."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core import parts
from alliances.core.history import STORIES
from alliances.core.models import Alliance, StageChange
from alliances.core.news import STAGE_NEWS
from alliances.core.parts import Button, Matter, Overview, Page, Panel, Part, RecordPage, RecordTab, Tab
from coe_hub.lib.columns import heading, told
from coe_hub.lib.dates import date_text
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.templatetags.hub import due_badge
from coe_hub.vocabulary.models import Phase

_TERM_MATTERS_DAYS = 365
_LOOK_MATTERS_DAYS = 30
_FACTS = ("starts_on", "ends_on", "next_review_on", "reference")
# On the page in their own places; the rhythm is told by the next review, the code name by nothing: it is for mails.
_SHOWN_ELSEWHERE = {
    "name",
    "code_name",
    "alliance_type",
    "therapeutic_area",
    "purpose",
    "lead",
    "review_months",
    "rationale",
    "value_hypothesis",
    "value_looked_at_on",
}


def record_steps(alliance: Alliance) -> list[dict[str, str]]:
    """The five phases with when each was reached; the one it stands in with its stage, and since when it is in that.

    One query.
    """
    reached: dict[str, date] = {}
    in_stage_since: date | None = None
    for change in _STAGES.objects(alliance=alliance.pk):
        reached.setdefault(change.stage.phase, change.on_date)
        in_stage_since = change.on_date
    phases = list(Phase)
    current = phases.index(Phase(alliance.stage.phase))
    steps = []
    for position, phase in enumerate(phases):
        state = "done" if position < current else "current" if position == current else "ahead"
        since = in_stage_since if state == "current" else reached.get(phase)
        steps.append({"label": str(phase.label), "detail": _step_detail(alliance, phase, state, since), "state": state})
    return steps


def _stages(*, alliance: int) -> "QuerySet[StageChange]":
    return StageChange.objects.filter(alliance=alliance).select_related("stage").order_by("on_date", "pk")


_STAGES = Prepared(_stages)


def _step_detail(alliance: Alliance, phase: Phase, state: str, since: date | None) -> str:
    if state == "current" and since:
        return _("%(stage)s since %(date)s") % {"stage": alliance.stage.name, "date": date_text(since)}
    if state == "done" and since:
        return date_text(since, "month")
    if phase == Phase.ENDING and alliance.ends_on:
        return _("term ends %(date)s") % {"date": date_text(alliance.ends_on, "month")}
    return ""


def record_tabs(alliance: Alliance, active: str, *, unused: Sequence[Part] | None = None) -> list[dict[str, Any]]:
    """The tabs of an alliance's record, each opening with its first page and with all of its `pages`; of a light one
    without the pages it does not use (`unused`, where they were asked for already), but for the one that is open."""
    unused = parts.unused_parts(alliance) if unused is None else unused
    hidden = [part for part in unused if not any(page.url_name == active for page in part.pages)]
    tabs = []
    for tab, below in parts.pages_by_tab(without=hidden).items():
        pages = [
            {
                "label": page.label,
                "url": reverse(page.url_name, args=[alliance.public_id]),
                "is_active": page.url_name == active,
            }
            for page in below
        ]
        is_active = any(page["is_active"] for page in pages)
        tabs.append({"label": tab.label, "url": pages[0]["url"], "is_active": is_active, "pages": pages})
    return tabs


def list_tabs(active: str) -> list[dict[str, Any]]:
    """The list of alliances, and those of what hangs on them."""
    return [
        {"label": tab.label, "url": reverse(tab.url_name), "is_active": tab.url_name == active}
        for tab in parts.lists_over_all()
    ]


def record_overview(page: RecordPage) -> dict[str, Any]:
    """What all parts say, put together for the page: matters soonest first. Nothing is asked of what is over."""
    said = parts.overviews(page)
    is_over = page.alliance.is_archived or page.alliance.stage.phase == Phase.CLOSED
    matters = [] if is_over else [matter for one in said for matter in one.matters]
    gaps = [gap for one in said for gap in one.gaps] if page.may_edit and not is_over else []
    panels = sorted((panel for one in said for panel in one.panels), key=lambda panel: panel.place)
    return {
        "matters": sorted(matters, key=lambda matter: matter.date or page.today),
        "gaps": gaps,
        "offers": [
            {"label": part.offer.label, "url": reverse(part.offer.url_name, args=[page.alliance.public_id])}
            for part in page.unused
            if part.offer
        ],
        "buttons": [button for one in said for button in one.buttons],
        "panels": [panel for panel in panels if not panel.is_aside],
        "side_panels": [panel for panel in panels if panel.is_aside],
        **{name: value for panel in panels for name, value in panel.context.items()},
    }


def record_facts(alliance: Alliance) -> list[tuple[str, Any]]:
    """Heading and text of days, of the reference, and of each other column that the page does not show elsewhere."""
    rest = (name for name in Alliance.EDITABLE if name not in {*_FACTS, *_SHOWN_ELSEWHERE})
    facts = {name: _fact(told(alliance, name)) for name in (*_FACTS, *rest)}
    if alliance.review_is_due_some_day and alliance.next_review_on < timezone.localdate():
        facts["next_review_on"] = format_html("{} {}", facts["next_review_on"], due_badge(date=alliance.next_review_on))
    return [(heading(Alliance, name), text) for name, text in facts.items()]


def _fact(value: Any) -> Any:
    return date_text(value) if isinstance(value, date) else value


def _overview(page: RecordPage) -> Overview:
    """Who leads it, what for, and that its term ends."""
    edit = reverse("alliance_edit", args=[page.alliance.public_id])
    return Overview(
        matters=[*_term(page.alliance, page.today), *_value_look(page.alliance, page.today)],
        gaps=list(_gaps(page.alliance, edit)),
        panels=list(_value_panel(page.alliance)),
        buttons=[
            Button(_("Edit"), edit),
            Button(_("Hand over"), reverse("alliance_hand_over", args=[page.alliance.public_id])),
        ],
    )


def _term(alliance: Alliance, today: date) -> Iterable[Matter]:
    if alliance.ends_on and 0 <= (alliance.ends_on - today).days <= _TERM_MATTERS_DAYS:
        yield Matter(
            title=_("The term ends"),
            text=_("Renew, reshape or wind down: settle it with the partner well before."),
            date=alliance.ends_on,
            action_label=_("Change stage"),
            action_url=reverse("stage_change", args=[alliance.public_id]),
        )


def _value_look(alliance: Alliance, today: date) -> Iterable[Matter]:
    due_on = alliance.value_look_due_on
    if due_on and (due_on - today).days <= _LOOK_MATTERS_DAYS:
        yield Matter(
            title=_("Yearly look at why it exists"),
            text=_("Do its rationale and value hypothesis still hold?"),
            date=due_on,
            action_label=_("Look at it"),
            action_url=reverse("value_look", args=[alliance.public_id]),
        )


def _value_panel(alliance: Alliance) -> Iterable[Panel]:
    if alliance.rationale or alliance.value_hypothesis:
        yield Panel("alliances/_value.html", place=30)


def _gaps(alliance: Alliance, edit: str) -> Iterable[Matter]:
    """What a record mostly has and this one lacks; offered as help."""
    if alliance.lead and alliance.lead.is_gone:
        text = _("The account of %(name)s is closed.") % {"name": alliance.lead.display_name}
        url = reverse("alliance_hand_over", args=[alliance.public_id])
        yield Matter(_("Nobody who can sign in leads it"), text, None, _("Hand over"), url)
    if not alliance.lead_id:
        yield Matter(_("Nobody leads it"), _("Without a lead nobody is reminded."), None, _("Name a lead"), edit)
    if not alliance.purpose:
        text = _("Two sentences now save a meeting later.")
        yield Matter(_("No purpose written down"), text, None, _("Write it"), edit)


def register_all() -> None:
    """Register what the core itself shows of an alliance: overview and history."""
    parts.register(
        Part(
            code="alliance",
            place=0,
            pages=[Page(RecordTab.OVERVIEW, gettext_lazy("Overview"), "alliance_detail")],
            over_all=Tab(gettext_lazy("Alliances"), "alliance_list", 0),
            overview=_overview,
            stories=STORIES,
            news=[STAGE_NEWS],
        )
    )
    history = Page(RecordTab.HISTORY, gettext_lazy("History"), "alliance_history")
    parts.register(Part(code="history", place=100, pages=[history]))
