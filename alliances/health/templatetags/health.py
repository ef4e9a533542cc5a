"""How pages write the figures of a health check."""

from collections.abc import Sequence
from typing import Any

from django import template

from alliances.health import checks

register = template.Library()

register.filter(checks.figure)
register.filter(checks.signed)
register.filter(checks.spread_words)


@register.simple_tag
def side_label(sides: Sequence[Any], place: int) -> str:
    """The name of the side at that place, for a cell on a phone."""
    return sides[place].side.label
