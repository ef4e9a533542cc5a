"""How many alliances there are: by kind of work and phase now, and at the end of each of the last quarters."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value, Window
from django.db.models.functions import Coalesce, Lead

from alliances.core.models import StageChange
from coe_hub.lib.prepared import made_of
from coe_hub.lib.quarters import Quarter, last_quarters
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User
from coe_hub.vocabulary.models import Phase, ToolkitKind
from governance.dashboard.reports.counting import LIVING, QUARTERS, Counting, Figure, flag
from governance.dashboard.reports.coverage import Alike


@dataclass(frozen=True)
class Row:
    """One kind of work: its living alliances by phase, in the order of `LIVING`, and together."""

    toolkit: ToolkitKind
    phases: list[Figure]
    total: Figure


@dataclass(frozen=True)
class QuarterEnd:
    """The living alliances at the end of a quarter, or today in the one that runs."""

    quarter: Quarter
    day: date
    is_running: bool
    figure: Figure


def portfolio(counting: Counting, living: Iterable[Alike]) -> list[Row]:
    """Living alliances by kind of work and phase."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for one in living:
        counts[one.toolkit, one.phase][not one.is_shown] += one.number
    return [_row(counting, toolkit, {phase: counts[toolkit, phase] for phase in LIVING}) for toolkit in ToolkitKind]


def _row(counting: Counting, toolkit: ToolkitKind, counts: dict[Phase, list[int]]) -> Row:
    def figure(found: list[list[int]], phases: tuple[Phase, ...]) -> Figure:
        shown, hidden = (sum(part) for part in zip(*found, strict=True))
        return Figure(shown + hidden, hidden, counting.url(toolkit=toolkit.value, phase=[one.value for one in phases]))

    return Row(
        toolkit=toolkit,
        phases=[figure([counts[phase]], (phase,)) for phase in LIVING],
        total=figure(list(counts.values()), LIVING),
    )


def together(counting: Counting, rows: list[Row]) -> Figure:
    """All living alliances."""
    url = counting.url(phase=[phase.value for phase in LIVING])
    return Figure(sum(row.total.count for row in rows), sum(row.total.hidden for row in rows), url)


def quarter_ends(counting: Counting, today: date) -> list[QuarterEnd]:
    """How many alliances were alive at the end of each quarter, from the history of their stages. One query.

    The last one is the running quarter as it stands today. A stage lasts from its day to the day before the next one.
    """
    quarters = last_quarters(today, QUARTERS)
    found = _ALIVE.figures(counting.user, today=today, **counting.given)
    return [
        QuarterEnd(
            quarter=quarter,
            day=min(quarter.end, today),
            is_running=today < quarter.end,
            figure=Figure(
                count=found[f"all_{place}"],
                hidden=found.get(f"hidden_{place}", 0),
                url=counting.url(living_on=min(quarter.end, today).isoformat()),
            ),
        )
        for place, quarter in enumerate(quarters)
    ]


def _day(place: int, today: date) -> date:
    return min(last_quarters(today, QUARTERS)[place].end, today)


def _alive(user: User, *, today: date, **given: Any) -> tuple["QuerySet[Any]", dict[str, Any]]:
    """`all_0`, `hidden_0` and so on, for each of the days."""
    counting = Counting(user, **given)
    following = Window(Lead("on_date"), partition_by=F("alliance"), order_by=[F("on_date").asc(), F("pk").asc()])
    stages = StageChange.objects.filter(alliance__in=counting.counted).annotate(
        until=Coalesce(following, Value(date.max)),
        is_alive=flag(~Q(stage__phase=Phase.CLOSED)),
        is_shown=flag(counting.shown_through),
    )
    wanted: dict[str, Any] = {}
    for place in range(QUARTERS):
        day = made_of(today, partial(_day, place))
        alive = Q(on_date__lte=day, until__gt=day, is_alive=True)
        wanted[f"all_{place}"] = Count("pk", filter=alive)
        if counting.shown_through is not None:
            wanted[f"hidden_{place}"] = Count("pk", filter=alive & Q(is_shown=False))
    return stages, wanted


_ALIVE = ForReader(_alive)
