"""How both sides of many alliances saw it when they were last asked: the means of closed waves. They
change no more and are kept."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import F, QuerySet

from alliances.core.models import AllianceQuerySet
from alliances.health.listing import at_work
from alliances.health.models import HealthCheck
from coe_hub.surveys.models import Wave
from coe_hub.surveys.results import LOW, WIDE, results_of_all

_KEPT_SECONDS = 24 * 60 * 60


class Seen(NamedTuple):
    """The mean of either side, from 1 to 5; None where too few answered to tell it."""

    ours: float | None
    theirs: float | None

    @property
    def is_told(self) -> bool:
        """Whether there is anything to tell."""
        return self.ours is not None or self.theirs is not None

    @property
    def is_low(self) -> bool:
        """Whether a side wants somebody's eye."""
        return any(mean is not None and mean < LOW for mean in self)

    @property
    def is_wide(self) -> bool:
        """Whether the two see it so differently that they should talk."""
        return self.ours is not None and self.theirs is not None and abs(self.ours - self.theirs) >= WIDE


def last_seen(alliances: AllianceQuerySet) -> dict[int, Seen]:
    """What the last survey of each of them says, by the alliance's id; those at work that were ever asked so. Two
    queries, and five for all surveys that nobody asked for lately."""
    return seen_in(last_waves(alliances))


def last_waves(alliances: AllianceQuerySet) -> "QuerySet[Any, Any]":
    """The ids of those at work that were ever asked by survey, each with that of the last one's wave."""
    counted = HealthCheck.objects.counted().of_health().filter(alliance__in=at_work(alliances)).with_day()
    return counted.order_by("alliance", F("on").desc(), "-pk").distinct("alliance").values_list("alliance", "wave")


def seen_in(last: "Iterable[tuple[int, int]]") -> dict[int, Seen]:
    """What `last_waves` say."""
    waves = dict(last)
    means = _means(set(waves.values()))
    return {alliance: means[wave] for alliance, wave in waves.items()}


def _means(waves: set[int]) -> Mapping[int, Seen]:
    if not waves:
        return {}
    rows = {wave.pk: wave for wave in Wave.objects.select_related("edition__content").filter(pk__in=waves)}
    keys = {pk: f"health-means:{wave.public_id}" for pk, wave in rows.items()}
    kept = cache.get_many(keys.values())
    missing = [wave for pk, wave in rows.items() if keys[pk] not in kept]
    for pk, results in (results_of_all(missing) if missing else {}).items():
        whole = results.whole
        kept[keys[pk]] = (whole.ours and whole.ours.mean, whole.theirs and whole.theirs.mean)
        cache.set(keys[pk], kept[keys[pk]], _KEPT_SECONDS)
    return {pk: Seen(*kept[key]) for pk, key in keys.items()}
