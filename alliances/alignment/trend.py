"""How alignment moved from check to check."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alliances.alignment.models import AlignmentCheck, Position
from alliances.core.models import Alliance
from coe_hub.documents.charts import Bar, Mark, stacked_bars
from coe_hub.lib.dates import date_text

_MOST = 8


class Counted(NamedTuple):
    """A check with how many stand where."""

    check: AlignmentCheck
    counts: dict[str, int]

    @property
    def cells(self) -> list[int]:
        """How many stand where, in the order of `Position`."""
        return [self.counts[one] for one in Position]


def checks_of(alliance: Alliance) -> list[Counted]:
    """The last checks of the alliance, the newest first; one query."""
    counts = {f"count_{one}": Count("stands", filter=Q(stands__position=one)) for one in Position}
    checks = AlignmentCheck.objects.filter(alliance=alliance).active().newest_first().annotate(**counts)
    return [Counted(one, {name: getattr(one, f"count_{name}") for name in Position.values}) for one in checks[:_MOST]]


def drawn(found: Sequence[Counted]) -> SafeString | None:
    """A bar a check, the oldest on top; nothing to draw of one."""
    if len(found) < 2:
        return None
    bars = []
    for one in reversed(found):
        url = one.check.get_absolute_url()
        marks = [Mark(one.counts[name], f"stand-{name}", _words(name, one.counts[name]), url) for name in Position]
        bars.append(Bar(date_text(one.check.needed_on, "month"), marks))
    return stacked_bars(
        bars=bars, title=_("Where our departments stood"), description=_("One bar for each check, oldest on top.")
    )


def _words(position: str, count: int) -> str:
    return f"{Position(position).label}: {count}"
