"""The dashboard's figures as they are drawn: charts and the strip of reviews."""

from collections.abc import Sequence
from typing import Any

from django.utils.dateformat import format as write
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alliances.obligations.models import Responsible
from coe_hub.documents.charts import Bar, Column, Mark, columns, stacked_bars
from coe_hub.lib.quarters import Quarter
from coe_hub.surveys.results import rounded
from governance.dashboard.reports.attention import Found
from governance.dashboard.reports.committees import Committees
from governance.dashboard.reports.counting import LIVING, Figure
from governance.dashboard.reports.coverage import Coverage
from governance.dashboard.reports.decisions import Waiting
from governance.dashboard.reports.health import Asked, Seen
from governance.dashboard.reports.issues import Raised
from governance.dashboard.reports.obligations import Kept, Owed
from governance.dashboard.reports.portfolio import QuarterEnd, Row
from governance.dashboard.reports.reviews import Held, Rhythm
from governance.dashboard.reports.sponsors import Sponsors


def portfolio_chart(rows: Sequence[Row]) -> SafeString:
    """Living alliances by kind of work, cut by phase."""
    bars = [
        Bar(
            label=row.toolkit.label,
            marks=[
                Mark(
                    figure.count,
                    phase.value,
                    f"{row.toolkit.label}, {phase.label}: {figure.count}",
                    figure.url,
                )
                for phase, figure in zip(LIVING, row.phases, strict=True)
            ],
        )
        for row in rows
    ]
    return stacked_bars(
        bars=bars,
        title=_("Living alliances by kind of work and phase"),
        description=_("One bar for each kind of work, cut by phase. The table below has the same figures."),
    )


def quarter_chart(ends: Sequence[QuarterEnd]) -> SafeString:
    """Living alliances at the end of each quarter."""
    bars = [
        Column(
            label=label,
            second=year,
            mark=Mark(end.figure.count, "now" if end.is_running else "past", _quarter_words(end), end.figure.url),
        )
        for (label, year), end in zip(quarter_labels(ends), ends, strict=True)
    ]
    return columns(
        bars=bars,
        title=_("Living alliances at the end of each quarter"),
        description=_("Eight columns, the last one as of today. The table below has the same figures."),
    )


def quarter_labels(ends: Sequence[QuarterEnd]) -> list[tuple[str, str]]:
    """What stands below each column: its month, and its year where that begins."""
    years = [str(end.day.year) for end in ends]
    return [
        (_("now") if end.is_running else write(end.day, "M"), year if not place or year != years[place - 1] else "")
        for place, (end, year) in enumerate(zip(ends, years, strict=True))
    ]


def _quarter_words(end: QuarterEnd) -> str:
    day = _("now") if end.is_running else write(end.day, "M Y")
    return f"{day}: {end.figure.count}"


def review_cells(done: Rhythm, found: dict[str, Found]) -> list[dict[str, Any]]:
    """Cells of the strip: on time, late, due soon, overdue. Each figure is a link to its list."""
    kept = _("Reviews of the last 12 months that were held by the day they were due.")
    return [
        _cell(_("Held on time"), done.on_time, kept, of=done.done),
        _cell(_("Held late"), done.late, _("Those that were held after that day.")),
        _cell(_("Due within 30 days"), found["soon"].figure, _("Alliances whose next review comes up.")),
        _cell(_("Overdue"), found["overdue"].figure, _("Alliances whose next review should have been held.")),
    ]


def _cell(label: str, figure: Figure, text: str, *, of: int | None = None, shown: str = "") -> dict[str, Any]:
    """`shown` stands in the place of the count."""
    value: Any = shown or figure.count
    if of is not None:
        value = _("%(part)d of %(whole)d") % {"part": figure.count, "whole": of}
    value = format_html('<a class="figure-link" href="{}">{}</a>', figure.url, value)
    return {"label": label, "value": value, "text": f"{text} {figure.hidden_text}".strip()}


def kept_chart(rows: Sequence[Held | Kept | Raised], *, title: str) -> SafeString:
    """What was kept by its day and what was not, a bar for each quarter; what is still owed has a colour of its own."""
    bars = [
        Bar(
            label=quarter_name(row.quarter),
            marks=[
                Mark(figure.count, tone, f"{quarter_name(row.quarter)}, {label}: {figure.count}", figure.url)
                for tone, label, figure in marks_of(row)
            ],
        )
        for row in rows
    ]
    description = _("One bar for each quarter, the last one as of today. The table below has the same figures.")
    return stacked_bars(bars=bars, title=title, description=description)


def marks_of(row: Held | Kept | Raised) -> list[tuple[str, str, Figure]]:
    """The colour, the name and the figure of each piece of a bar."""
    if isinstance(row, Raised):
        return [("kept", _("Settled"), row.settled), ("missed", _("Still open"), row.open)]
    marks = [("kept", _("On time"), row.on_time), ("slow", _("Late"), row.late)]
    return [*marks, ("missed", _("Still owed"), row.missed)] if isinstance(row, Kept) else marks


def quarter_name(quarter: Quarter) -> str:
    """A quarter by its months: Oct – Dec 2026."""
    words = {"start": write(quarter.start, "M"), "end": write(quarter.end, "M"), "year": quarter.end.year}
    return _("%(start)s – %(end)s %(year)d") % words


def committee_cells(found: Committees) -> list[dict[str, Any]]:
    """Cells of the strip of joint committees: at work, not meeting, minutes late."""
    return [
        _cell(_("Joint committees"), found.at_work, _("Of alliances that are counted.")),
        _cell(_("Not meeting"), found.dormant, _("Let two of their intervals pass without a meeting.")),
        _cell(_("Minutes late"), found.late, _("Meetings that were held, whose minutes should have been sent.")),
    ]


def sponsor_cells(found: Sponsors, unsponsored: Figure) -> list[dict[str, Any]]:
    """Cells of the strip of sponsors: in touch lately, silent, of whom nothing is known; and alliances without one."""
    return [
        _cell(_("In touch"), found.fresh, _("Sponsors of ours who were in touch within half a year."), of=found.all),
        _cell(_("Silent"), found.silent, _("Who were in touch, but not for half a year.")),
        _cell(_("Not known"), found.never, _("Of whom no contact was noted yet. One click notes it.")),
        _cell(_("No sponsor"), unsponsored, _("Living alliances that nobody of ours sponsors.")),
    ]


def decision_cells(found: Waiting) -> list[dict[str, Any]]:
    """Cells of the strip of decisions: to be looked at again, to be confirmed, to be taken."""
    return [
        _cell(_("Look overdue"), found.overdue, _("In force, and should have been looked at again.")),
        _cell(_("Look due within 30 days"), found.soon, _("In force, to be asked soon whether they still hold.")),
        _cell(_("Without a quorum"), found.unbound, _("Do not bind until a meeting with quorum confirms them.")),
        _cell(_("Not decided yet"), found.open, _("On the way: exploring, converging or ready.")),
    ]


def health_cells(found: Asked) -> list[dict[str, Any]]:
    """Cells of the strip of health checks: asked lately, long ago, never."""
    return [
        _cell(_("Asked within a year"), found.lately, _("Alliances at work whose two sides were asked."), of=found.all),
        _cell(_("Longer ago"), found.long_ago, _("Were asked, but not for a year.")),
        _cell(_("Never asked"), found.never, _("At work, and nobody was asked how it goes.")),
    ]


def coverage_cells(found: Coverage) -> list[dict[str, Any]]:
    """Cells of the strip of coverage: with an alliance manager, and with somebody trained; alliances, then meetings."""
    alliances, meetings = found.alliances, found.meetings
    managed = _("Of living alliances on which people of ours are named.")
    trained = _("Somebody finished a course here. Of those with five people of ours or more.")
    met = _("Of joint meetings of the last 12 months to which people of ours came.")
    learned = _("Somebody who finished a course here came. Of those to which five of ours or more came.")
    return [
        _cell(_("Alliances with an alliance manager"), alliances.managed, managed, of=alliances.people.count),
        _cell(_("Alliances with somebody trained"), alliances.trained, trained, of=alliances.enough.count),
        _cell(_("Meetings with an alliance manager"), meetings.managed, met, of=meetings.people.count),
        _cell(_("Meetings with somebody trained"), meetings.trained, learned, of=meetings.enough.count),
    ]


def seen_cells(found: Seen) -> list[dict[str, Any]]:
    """Cells of the strip of health scores: the mean of each side, and where somebody should look. Empty where nothing
    is told."""
    if not found.told.count:
        return []
    ours = _("Mean of our side, of 5, on alliances that tell it.")
    theirs = _("Mean of the partners, of 5, on alliances that tell it.")
    return [
        _cell(_("Our side sees it as"), found.told, ours, shown=mean_text(found.ours)),
        _cell(_("Partners see it as"), found.told, theirs, shown=mean_text(found.theirs)),
        _cell(_("A side below 3"), found.low, _("When they were last asked, one side was not well.")),
        _cell(_("Seen differently"), found.wide, _("Both sides were a whole step or more apart.")),
    ]


def mean_text(value: float | None) -> str:
    """A mean as text; a dash where it is not told."""
    return "–" if value is None else f"{rounded(value):.1f}"


def obligation_cells(found: Owed) -> list[dict[str, Any]]:
    """Cells of the strip of obligations: overdue by who owes it, and what comes."""
    texts = {
        Responsible.OURS: (_("Overdue by us"), _("Of what our side owes.")),
        Responsible.PARTNER: (_("Overdue by partners"), _("Of what partners owe us.")),
        Responsible.JOINT: (_("Overdue by both"), _("Of what both sides owe together.")),
    }
    cells = [_cell(label, found.overdue[who], text) for who, (label, text) in texts.items()]
    return [*cells, _cell(_("Due within three months"), found.coming, _("Of what is still owed by either side."))]
