"""How pages write the figures of a health check."""

from collections.abc import Sequence
from typing import Any

from django import template

from alliances.health import checks
from coe_hub.surveys.breakdowns import Group
from coe_hub.surveys.results import rounded

register = template.Library()

register.filter(checks.figure)
register.filter(checks.signed)
register.filter(checks.spread_words)


@register.filter
def apart(gap: float | None) -> str:
    """How far two means are apart, as text; a dash where that is not told."""
    return "–" if gap is None else f"{rounded(abs(gap)):.1f}"


@register.simple_tag
def group_figure(group: Group, place: int) -> str:
    """The mean of a group for the theme at that place."""
    return checks.figure(group.scores[place])


@register.simple_tag
def side_label(sides: Sequence[Any], place: int) -> str:
    """The name of the side at that place, for a cell on a phone."""
    return sides[place].side.label
