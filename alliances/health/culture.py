"""What a culture profile says: how each side usually works, and where that differs. No end of a scale is the better
one, so it is no health check and counts in none."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from alliances.core.parts import Panel, RecordPage
from alliances.health.models import HealthCheck
from coe_hub.publishing.asked import Asked, Way
from coe_hub.surveys.results import Results, results_of

# From how far apart two means are, of five steps, a difference is worth writing down.
APART = 1.0
_LOW, _HIGH = 2.5, 3.5


@dataclass(frozen=True)
class Ways:
    """A question with the mean of both sides and, in words, how each works; None and empty where it is not told."""

    asked: Asked
    ours: float | None
    theirs: float | None

    @property
    def gap(self) -> float | None:
        """Ours less theirs."""
        return None if self.ours is None or self.theirs is None else self.ours - self.theirs

    @property
    def differ(self) -> bool:
        """Whether the two are far enough apart to be written down."""
        return self.gap is not None and abs(self.gap) >= APART

    @property
    def our_way(self) -> str:
        """How our side works, in words."""
        return way_words(self.asked, self.ours)

    @property
    def their_way(self) -> str:
        """How the partner works, in words."""
        return way_words(self.asked, self.theirs)

    @property
    def as_difference(self) -> str:
        """For the form of a difference: topic and both ways, as a query."""
        return urlencode({"topic": self.asked.text[:120], "ours": self.our_way, "theirs": self.their_way})


def way_words(asked: Asked, mean: float | None) -> str:
    """A mean in the words of the scale's ends."""
    if mean is None:
        return ""
    low, high = asked.ends
    if mean <= _LOW:
        return low
    return high if mean >= _HIGH else _("Between “%(low)s” and “%(high)s”") % {"low": low, "high": high}


def ways_of(results: Results) -> list[Ways]:
    """Every scale, those on which the sides are furthest apart on top."""
    scales = {asked.key: asked for asked in results.asking.questions if asked.way == Way.SCALE}
    lines = [line for theme in results.themes for line in theme.questions]
    found = [
        Ways(scales[one.key], one.ours.mean if one.ours else None, one.theirs.mean if one.theirs else None)
        for one in lines
    ]
    return sorted(found, key=lambda one: -abs(one.gap or 0))


def _last_of(alliance: Alliance) -> HealthCheck | None:
    found = HealthCheck.objects.counted().of_culture().filter(alliance=alliance).newest_first()
    return found.select_related("wave__edition__content").first()


def differences_proposed(page: RecordPage) -> Sequence[Panel]:
    """On the page of differences: what the last culture profile found and nobody has written down, and asking."""
    check = _last_of(page.alliance)
    written = {one.topic for one in page.alliance.differences.active()}
    found = ways_of(results_of(check.wave)) if check and check.wave else []
    context = {
        "profile": check,
        "proposed": [one for one in found if one.differ and one.asked.text[:120] not in written],
        "ask_url": reverse("health_create", args=[page.alliance.public_id]) + "?of=culture",
        "write_url": reverse("difference_create", args=[page.alliance.public_id]),
    }
    return [Panel("alliances/_differences_proposed.html", context)]
