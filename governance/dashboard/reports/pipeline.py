"""How much of the pipeline comes from partners: programmes at work by phase and by who brought the asset.

The hub knows what is done with partners, not what the company does alone: the share is of these programmes. What stands
behind a wall is not counted: the figure would give it away.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet

from alliances.agreements.filters import NOT_SAID
from alliances.agreements.models import Origin, Programme, ProgrammePhase
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User
from governance.dashboard.reports.counting import Counting, Figure, flag

# As far as an asset can have come, not said at the end.
PHASES = (*(one for one in ProgrammePhase if one not in (ProgrammePhase.NOT_SAID, ProgrammePhase.STOPPED)),
          ProgrammePhase.NOT_SAID)  # fmt: skip
ORIGINS = (Origin.PARTNER, Origin.JOINT, Origin.OURS, Origin.NOT_SAID)


@dataclass(frozen=True)
class PhaseRow:
    """The programmes of a phase by who brought them, in the order of `ORIGINS`, and together."""

    phase: ProgrammePhase
    origins: list[Figure]
    total: Figure


@dataclass(frozen=True)
class Pipeline:
    """Programmes at work by phase, those with none left out; all of them; and how many of those of which it is said who
    brought them came from a partner, alone or together with us."""

    phases: list[PhaseRow]
    total: Figure
    from_partners: Figure
    known: int

    @property
    def unknown(self) -> int:
        """Of how many it is not said."""
        return self.total.count - self.known


def pipeline(counting: Counting) -> Pipeline:
    """As it stands. One query."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for phase, origin, is_shown, number in _BY_PHASE.rows(counting.user, **counting.given):
        counts[phase, origin][not is_shown] += number

    def figure(phases: Any, origins: Any, **query: str) -> Figure:
        found = [counts[phase, origin] for phase in phases for origin in origins]
        shown, hidden = sum(one[0] for one in found), sum(one[1] for one in found)
        return Figure(shown + hidden, hidden, counting.url("programme_portfolio", **query))

    def row(phase: ProgrammePhase) -> PhaseRow:
        asked = phase.value or NOT_SAID
        origins = [figure([phase], [one], phase=asked, origin=one.value or NOT_SAID) for one in ORIGINS]
        return PhaseRow(phase, origins, figure([phase], ORIGINS, phase=asked))

    rows = [row(phase) for phase in PHASES]
    known = [one for one in ORIGINS if one]
    return Pipeline(
        phases=[one for one in rows if one.total.count],
        total=figure(PHASES, ORIGINS),
        from_partners=figure(PHASES, [Origin.PARTNER], origin=Origin.PARTNER.value),
        known=figure(PHASES, known).count,
    )


def _by_phase(user: User, **given: Any) -> "QuerySet[Any, Any]":
    counting = Counting(user, **given)
    rows = Programme.objects.at_work().filter(alliance__in=counting.counted, scope=F("alliance__scope"))
    rows = rows.annotate(is_shown=flag(counting.shown_through))
    return rows.values_list("phase", "origin", "is_shown").annotate(number=Count("pk")).order_by()


_BY_PHASE = ForReader(_by_phase)
