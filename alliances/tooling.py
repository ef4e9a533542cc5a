"""Which tools help an alliance now."""

from django.db.models import Case, IntegerField, Value, When

from alliances.models import Alliance
from toolkits.catalogue import Entry, entries
from toolkits.models import Practice, Tool, Toolkit, ToolQuerySet

_IMPORTANT_FIRST = Case(
    *(When(practice=practice, then=Value(place)) for place, practice in enumerate(Practice.values)),
    output_field=IntegerField(),
)


def _made_for(alliance: Alliance) -> ToolQuerySet:
    """The published tools of the alliance's toolkit and the fundamentals, core ones first."""
    toolkits = [alliance.alliance_type.toolkit, Toolkit.FUNDAMENTALS]
    tools = Tool.objects.published().filter(toolkit__in=toolkits).select_related("content")
    return tools.order_by(_IMPORTANT_FIRST, "position", "pk")


def tools_of(alliance: Alliance, language: str) -> list[Entry]:
    """Every tool made for the alliance, core ones first."""
    return entries(_made_for(alliance), language)


def helps_now(alliance: Alliance, language: str, *, most: int) -> list[Entry]:
    """The first of those made for the phase the alliance is in; only these are read."""
    return entries(_made_for(alliance).for_phase(alliance.stage.phase)[:most], language)
