"""Which tools help an alliance now."""

from alliances.models import Alliance
from toolkits.catalogue import Entry, entries
from toolkits.models import Practice, Tool, Toolkit

_ORDER = {Practice.CORE: 0, Practice.RECOMMENDED: 1, Practice.OPTIONAL: 2}


def tools_of(alliance: Alliance, language: str) -> list[Entry]:
    """The published tools of the alliance's toolkit and the fundamentals, core ones first."""
    toolkits = [alliance.alliance_type.toolkit, Toolkit.FUNDAMENTALS]
    tools = Tool.objects.published().filter(toolkit__in=toolkits).select_related("content").order_by("position", "pk")
    return sorted(entries(tools, language), key=lambda entry: _ORDER[Practice(entry.tool.practice)])


def helps_now(alliance: Alliance, language: str, *, most: int) -> list[Entry]:
    """The first of those made for the phase the alliance is in."""
    return [entry for entry in tools_of(alliance, language) if alliance.stage.phase in entry.tool.phases][:most]
