"""The three lists of the steering committee, as its dashboard and its members' Today show them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliances.core.signals import Call, signals
from coe_hub.lib.dates import local_date
from governance.dashboard.reports.attention import LINES, Found, Line, find_all, lines
from governance.dashboard.reports.counting import Counting
from governance.dashboard.reports.reach import Group, Reach, grown, learned, reach


@dataclass(frozen=True)
class ThreeLists:
    """What to attend to, decide and celebrate, at most three lines each, and all that was found on the way."""

    attend: list[Line]
    decide: list[Line]
    celebrate: list[Line]
    found: dict[str, Found]
    reach: Reach


def three_lists(counting: Counting, now: datetime) -> ThreeLists:
    """The lists as they stand at `now`, as one reader counts. Six queries."""
    today = local_date(now)
    found, used = find_all(counting, today), reach(now)
    # What sites and functions use is of no alliance, so it is told only where all of them are looked at.
    praised = [] if counting.narrowed else [line for line in (_grown(grown(used)), _learned(learned(used))) if line]
    recovered = lines([found["recovered"]], today=today, room=LINES - len(praised))
    room = LINES - len(praised) - len(recovered)
    better = lines([found["improved"], found["began"]], today=today, room=room)
    return ThreeLists(
        attend=_lines_of(Call.ATTEND, found, today),
        decide=_lines_of(Call.DECIDE, found, today),
        celebrate=[*recovered, *praised, *better],
        found=found,
        reach=used,
    )


def _lines_of(call: Call, found: dict[str, Found], today: date) -> list[Line]:
    return lines([found[signal.code] for signal in signals(call)], today=today)


def _grown(group: Group | None) -> Line | None:
    if group is None:
        return None
    return Line(
        title=_("%(group)s uses more tools") % {"group": group.name},
        text=_("%(recent)d downloads in the last 90 days, %(before)d in the 90 before.")
        % {"recent": group.uses.recent, "before": group.uses.before},
        url=group.url,
    )


def _learned(group: Group | None) -> Line | None:
    if group is None:
        return None
    count = group.uses.finished_lately or 0
    return Line(
        title=ngettext("%(group)s finished %(count)d course", "%(group)s finished %(count)d courses", count)
        % {"group": group.name, "count": count},
        text=_("In the last 90 days."),
        url=group.url,
    )
