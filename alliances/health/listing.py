"""Health over all alliances that a reader sees: how each stands, and who was not asked for a year."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.core.models import Alliance, AllianceQuerySet
from alliances.core.rules import in_phase
from alliances.health.models import HealthCheck, HealthCheckQuerySet
from coe_hub.lib.tables import Column
from coe_hub.people.models import User
from coe_hub.surveys.models import Wave
from coe_hub.surveys.results import Results, Score, results_of_all, rounded
from coe_hub.vocabulary.models import Phase

_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class HealthRow:
    """An alliance with its last check, by survey or by talk; `results` are those of its last survey."""

    alliance: Alliance
    on: date | None
    results: Results | None

    @property
    def is_old(self) -> bool:
        """Whether nobody was asked for a year."""
        return self.on is None or self.on < timezone.localdate() - _YEAR


def _over() -> HealthCheckQuerySet:
    """Checks that are over, by survey or by talk."""
    return HealthCheck.objects.active().of_health().filter(Q(wave__isnull=True) | Q(wave__closed_at__isnull=False))


def _asked(*, since: date | None = None) -> Q:
    checks = _over() if since is None else _over().with_day().filter(on__gte=since)
    return Q(pk__in=checks.values("alliance"))


# By when both sides of those `at_work` were last asked.
ASKED: dict[str, Callable[[date], Q]] = {
    "lately": lambda today: _asked(since=today - _YEAR),
    "long_ago": lambda today: _asked() & ~_asked(since=today - _YEAR),
    "never": lambda _today: ~_asked(),
}


def at_work(alliances: AllianceQuerySet) -> AllianceQuerySet:
    """Those of them of which both sides should be asked now and then."""
    return alliances.filter(in_phase(Phase.LAUNCHING, Phase.RUNNING, Phase.ENDING))


def with_last_check(alliances: AllianceQuerySet) -> AllianceQuerySet:
    """Those `at_work`, with `last_check_on`: the day of their last check, by survey or by talk."""
    return at_work(alliances).annotate(last_check_on=Subquery(_over().filter(alliance=OuterRef("pk")).last_days()))


def alliances_by_health(user: User) -> AllianceQuerySet:
    """Alliances at work that the user sees, those longest without a check first."""
    counted = HealthCheck.objects.counted().of_health().filter(alliance=OuterRef("pk")).newest_first()
    found: AllianceQuerySet = with_last_check(Alliance.objects.visible_to(user)).with_row()
    found = found.annotate(last_wave=Subquery(counted.values("wave")[:1]))
    return found.order_by(F("last_check_on").asc(nulls_first=True), "sort_key", "pk")


def health_rows(alliances: Sequence[Alliance]) -> list[HealthRow]:
    """Their rows, in their order; six queries, however many."""
    waves = {one.pk: wave for one in alliances if (wave := getattr(one, "last_wave", None))}
    results = results_of_all(Wave.objects.select_related("edition__content").filter(pk__in=waves.values()))
    return [HealthRow(one, getattr(one, "last_check_on", None), results.get(waves.get(one.pk, 0))) for one in alliances]


def side_columns() -> list[Column]:
    """How each side sees it, of rows with `results`."""

    def seen(side: str) -> Callable[[Any], str]:
        def read(row: Any) -> str:
            score: Score | None = getattr(row.results.whole, side) if row.results else None
            return f"{rounded(score.mean):.1f}" if score else ""

        return read

    return [
        Column("ours", _("Our side"), seen("ours"), width=10),
        Column("theirs", _("The partner"), seen("theirs"), width=10),
    ]


def health_columns() -> list[Column]:
    """The columns of the list in files; empty where nothing is told."""
    return [
        Column("alliance", _("Alliance"), lambda row: row.alliance.name, width=40),
        Column("on", _("Last health check"), lambda row: row.on, width=16),
        *side_columns(),
        Column("url", _("Address"), lambda row: row.alliance.get_absolute_url(), width=40, is_link=True),
    ]
