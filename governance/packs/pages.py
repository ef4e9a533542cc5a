"""The pages of a pack, each with a heading that says what was found."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliances.obligations.models import Responsible
from coe_hub.documents.decks import Chart, Grid, Item, Listing, Page, Series, Tile
from governance.dashboard.figures import marks_of, mean_text, quarter_labels, quarter_name
from governance.dashboard.reports.attention import Line
from governance.dashboard.reports.committees import Committees
from governance.dashboard.reports.counting import LIVING, Figure
from governance.dashboard.reports.coverage import Coverage
from governance.dashboard.reports.decisions import Waiting
from governance.dashboard.reports.health import Asked, Seen
from governance.dashboard.reports.issues import AGES, Open, Raised
from governance.dashboard.reports.lists import ThreeLists
from governance.dashboard.reports.obligations import Kept, Money, Owed
from governance.dashboard.reports.pipeline import ORIGINS, Pipeline
from governance.dashboard.reports.portfolio import QuarterEnd, Row
from governance.dashboard.reports.reach import Group, Reach
from governance.dashboard.reports.reviews import Held, Rhythm
from governance.dashboard.reports.sponsors import Sponsors

_MOST_ROWS, _LONGEST_QUOTE = 9, 160


def lists_page(lists: ThreeLists, living: Figure) -> Page:
    """What to attend to, to decide and to celebrate."""
    attend, decide = lists.found["attend"].figure, lists.found["decide"].figure
    at_ease = _("Nothing at risk, long overdue or without a lead.")
    settled = _("No term ends soon, and nothing has stood still for a year.")
    unsung = _("Alliances back on track, growing use of tools and finished courses appear here.")
    title = ngettext(
        "%(attend)d of %(all)d alliances needs your attention",
        "%(attend)d of %(all)d alliances need your attention",
        attend.count,
    )
    return Page(
        title=title % {"attend": attend.count, "all": living.count},
        listings=[
            _listing(_("Attend to"), "late", lists.attend, at_ease, attend),
            _listing(_("Decide"), "soon", lists.decide, settled, decide),
            _listing(_("Celebrate"), "good", lists.celebrate, unsung),
        ],
    )


def _listing(name: str, tone: str, lines: Sequence[Line], none: str, whole: Figure | None = None) -> Listing:
    more = ""
    if whole and whole.count > len(lines):
        more = _("All %(number)d on the dashboard") % {"number": whole.count}
    return Listing(name, tone, [_item(line) for line in lines], none=none, more=more)


def _item(line: Line) -> Item:
    among = [f"{one.title}: {one.text}" for one in line.among]
    quote = line.quote if len(line.quote) <= _LONGEST_QUOTE else f"{line.quote[: _LONGEST_QUOTE - 1].rstrip()}…"
    who = _("Lead: %(name)s") % {"name": line.lead} if line.lead else ""
    return Item(title=line.title, text="\n".join(filter(None, [*among, line.text])), quote=quote, who=who)


def portfolio_page(rows: Sequence[Row], ends: Sequence[QuarterEnd], living: Figure) -> Page:
    """How many there are, of which kind and where they stand; and how that changed."""
    phases = [
        Series(str(phase.label), phase.value, [row.phases[place].count for row in rows])
        for place, phase in enumerate(LIVING)
    ]
    labels = [f"{month}\n{year}" for month, year in quarter_labels(ends)]
    title = ngettext("%(count)d living alliance", "%(count)d living alliances", living.count)
    return Page(
        title=title % {"count": living.count},
        note=living.hidden_text,
        charts=[
            Chart(
                name=_("Portfolio by kind of work and phase"),
                categories=[str(row.toolkit.label) for row in rows],
                series=phases,
                is_stacked=True,
                note=_("Living alliances: neither closed nor archived."),
            ),
            Chart(
                name=_("Living alliances at each quarter's end"),
                categories=labels,
                series=[Series(_("Alliances"), "past", [end.figure.count for end in ends])],
                note=_("From the history of stages; the last column is the day the pack was made."),
            ),
        ],
    )


def reviews_page(done: Rhythm, held: Sequence[Held], lists: ThreeLists) -> Page:
    """Whether the rhythm of reviews is kept."""
    words = {"part": done.on_time.count, "whole": done.done}
    soon, overdue = lists.found["soon"].figure, lists.found["overdue"].figure
    return Page(
        title=_("%(part)d of %(whole)d reviews were held on time") % words,
        note=_("Reviews of the last 12 months that had a day they were due on."),
        tiles=[
            _tile(_("Held on time"), _("%(part)d of %(whole)d") % words, _("By the day they were due."), done.on_time),
            _tile(_("Held late"), str(done.late.count), _("Those that were held after that day."), done.late),
            _tile(_("Due within 30 days"), str(soon.count), _("Alliances whose next review comes up."), soon),
            _tile(_("Overdue"), str(overdue.count), _("Alliances whose next review should have been held."), overdue),
        ],
        charts=[_kept(_("Reviews by quarter"), held, _("By the quarter they were held in."))],
    )


def _kept(name: str, rows: Sequence[Held | Kept | Raised], note: str) -> Chart:
    """What was kept by its day and what was not, a bar for each quarter."""
    told = [marks_of(row) for row in rows]
    series = [
        Series(label, tone, [marks[place][2].count for marks in told])
        for place, (tone, label, _figure) in enumerate(told[0])
    ]
    return Chart(name, [quarter_name(row.quarter) for row in rows], series, is_stacked=True, note=note)


def obligations_page(owing: Owed, kept: Sequence[Kept]) -> Page:
    """What both sides owe: overdue and coming, and how days were kept."""
    title = ngettext("%(count)d obligation is overdue", "%(count)d obligations are overdue", owing.late)
    names = {
        Responsible.OURS: _("Overdue by us"),
        Responsible.PARTNER: _("Overdue by partners"),
        Responsible.JOINT: _("Overdue by both"),
    }
    return Page(
        title=title % {"count": owing.late},
        note=_("What stands behind a wall is not counted."),
        tiles=[
            *(_tile(name, str(owing.overdue[who].count), "", owing.overdue[who]) for who, name in names.items()),
            _tile(_("Due within three months"), str(owing.coming.count), "", owing.coming),
        ],
        charts=[_kept(_("Obligations by quarter"), kept, _("By the day they were due."))],
    )


def money_page(sums: Sequence[Money]) -> Page:
    """What goes in and out in the quarters ahead: a page of its own, since some quarters have many currencies."""
    rows = [[quarter_name(one.quarter), _in_lines(one.flow_in), _in_lines(one.flow_out)] for one in sums]
    return Page(
        title=_("Money by quarter"),
        grids=[
            Grid(
                _("What is owed, by the day it is due"),
                [_("Quarter"), _("We receive"), _("We pay")],
                rows[:_MOST_ROWS],
                note=_("Restricted alliances are left out: a sum can give away what a number does not."),
                none=_("No money is due in the next four quarters."),
            )
        ],
    )


def _in_lines(texts: Sequence[str]) -> str:
    return "\n".join(texts) or "–"


def issues_page(issues: Open, raised: Sequence[Raised]) -> Page:
    """Open issues by the level they stand on and for how long, and how much of what was raised is settled."""
    title = ngettext("%(count)d issue is open", "%(count)d issues are open", issues.total.count)
    rows = [[str(row.level.label), *(str(age.count) for age in row.ages)] for row in issues.levels if row.total.count]
    run_out = ngettext("The clock of %(count)d ran out.", "The clock of %(count)d ran out.", issues.run_out.count)
    note = run_out % {"count": issues.run_out.count} if issues.run_out.count else _("No clock ran out.")
    return Page(
        title=title % {"count": issues.total.count},
        note=issues.total.hidden_text,
        grids=[
            Grid(
                _("By level, and how long they stand on it"),
                [_("Level"), *(str(label) for _code, label, _least, _most in AGES)],
                rows,
                note=f"{note} {_('What stands behind a wall is not counted.')}",
                none=_("No issue is open."),
            )
        ],
        charts=[_kept(_("Issues by quarter"), raised, _("By the day they were raised."))],
    )


def governance_page(met: Committees, waits: Waiting, healthy: Asked, saw: Seen, in_touch: Sponsors) -> Page:
    """Whether committees meet and decide, both sides are asked, and sponsors are there."""
    title = ngettext("%(count)d committee does not meet", "%(count)d committees do not meet", met.dormant.count)
    asked_words = {"part": healthy.lately.count, "whole": healthy.all}
    fresh_words = {"part": in_touch.fresh.count, "whole": in_touch.all}
    whole = _("%(part)d of %(whole)d")
    means = _("Our side sees it as %(ours)s of 5, partners as %(theirs)s.")
    said = means % {"ours": mean_text(saw.ours), "theirs": mean_text(saw.theirs)} if saw.told.count else ""
    decisions = (waits.overdue, waits.soon, waits.unbound, waits.open)
    return Page(
        title=title % {"count": met.dormant.count},
        note=_("What stands behind a wall is not counted."),
        tiles=[
            _tile(_("Committees not meeting"), str(met.dormant.count), "", met.dormant),
            _tile(_("Minutes late"), str(met.late.count), "", met.late),
            _tile(_("Both sides asked within a year"), whole % asked_words, said, healthy.lately),
            _tile(_("Sponsors in touch"), whole % fresh_words, "", in_touch.fresh),
        ],
        charts=[
            Chart(
                _("Decisions that wait"),
                [_("Look overdue"), _("Look due within 30 days"), _("Without a quorum"), _("Not decided yet")],
                [Series(_("Decisions"), "kept", [one.count for one in decisions])],
                is_stacked=True,
                note=waits.open.hidden_text,
            )
        ],
    )


# The colours of phases, which are told apart in print too.
_ORIGIN_TONES = ("running", "launching", "forming", "ending")


def pipeline_page(found: Pipeline) -> Page:
    """How much of what partners work on together came from them."""
    title = ngettext(
        "%(part)d of %(whole)d programme came from a partner",
        "%(part)d of %(whole)d programmes came from partners",
        found.known,
    )
    notes = [_("What the company does without partners is not in the hub. What stands behind a wall is not counted.")]
    if found.unknown:
        notes.insert(0, _("Of %(count)d it is not said who brought them.") % {"count": found.unknown})
    series = [
        Series(str(origin.label), tone, [row.origins[place].count for row in found.phases])
        for place, (origin, tone) in enumerate(zip(ORIGINS, _ORIGIN_TONES, strict=True))
    ]
    return Page(
        title=title % {"part": found.from_partners.count, "whole": found.known},
        note=found.total.hidden_text,
        charts=[
            Chart(
                _("Programmes by phase and by who brought the asset"),
                [str(row.phase.label) for row in found.phases],
                series,
                is_stacked=True,
                note=" ".join(notes),
            )
        ],
    )


def _tile(name: str, value: str, text: str, figure: Figure) -> Tile:
    return Tile(name, value, f"{text} {figure.hidden_text}".strip())


def reach_page(reach: Reach, covered: Coverage) -> Page:
    """How far tools and courses reach, by site and by function, and where somebody who knows the trade is there; never
    by person."""
    whole, alliances, meetings = _("%(part)d of %(whole)d"), covered.alliances, covered.meetings
    told = (
        (_("Alliances with an alliance manager"), alliances.managed, alliances.people),
        (_("Alliances with somebody trained"), alliances.trained, alliances.enough),
        (_("Meetings with an alliance manager"), meetings.managed, meetings.people),
        (_("Meetings with somebody trained"), meetings.trained, meetings.enough),
    )
    return Page(
        title=_("Who uses tools and courses"),
        note=_("Downloads and finished courses of the last 12 months, by where people work."),
        tiles=[_tile(name, whole % {"part": part.count, "whole": all_.count}, "", part) for name, part, all_ in told],
        grids=[
            _grid(_("By site"), _("Site"), reach.sites, reach.small_sites),
            _grid(_("By function"), _("Function"), reach.functions, reach.small_functions),
        ],
    )


def _grid(name: str, label: str, groups: Sequence[Group], small: Sequence[str]) -> Grid:
    few = _("few")
    told = [one for one in groups if not one.is_few]
    rows = [[one.name, *(few if used is None else str(used) for used in _used(one))] for one in told[:_MOST_ROWS]]
    head = [label, _("Downloads"), _("Courses finished")]
    return Grid(name, head, rows, note=_left_out(small), none=_("No group is large enough to show."))


def _left_out(small: Sequence[str]) -> str:
    words = ngettext("%(count)d more is too small to show.", "%(count)d more are too small to show.", len(small))
    few = _("“few”: fewer than five people did so, or the figure would give away what so few did.")
    return f"{words % {'count': len(small)}} {few}" if small else few


def _used(group: Group) -> tuple[int | None, int | None]:
    return group.uses.downloads, group.uses.finishes
