"""Which tools help an alliance now."""

from django.db.models import BooleanField, Case, ExpressionWrapper, IntegerField, Q, Value, When

from alliances.core.models import Alliance
from coe_hub.lib.prepared import Prepared
from coe_hub.vocabulary.models import Tier
from toolkits.catalogue import Entry, entries
from toolkits.models import Practice, Tool, Toolkit, ToolQuerySet, Weight

_IMPORTANT_FIRST = Case(
    *(When(practice=practice, then=Value(place)) for place, practice in enumerate(Practice.values)),
    output_field=IntegerField(),
)
# Tools that are made for more alliance management than a tier asks for.
_HEAVIER: dict[str, list[Weight]] = {Tier.LIGHT: [Weight.STANDARD, Weight.FULL], Tier.STANDARD: [Weight.FULL]}
_ORDER = (_IMPORTANT_FIRST, "position", "pk")


def _made_for(toolkit: str) -> ToolQuerySet:
    """The published tools of an alliance's toolkit and the fundamentals, core ones first."""
    toolkits = [toolkit, Toolkit.FUNDAMENTALS]
    return Tool.objects.published().filter(toolkit__in=toolkits).select_related("content").order_by(*_ORDER)


def tools_of(alliance: Alliance) -> ToolQuerySet:
    """Every tool made for the alliance, with `is_for_now`: those for its present phase first, core ones first."""
    is_for_now = ExpressionWrapper(Q(phases__contains=[alliance.stage.phase]), output_field=BooleanField())
    return _made_for(alliance.alliance_type.toolkit).annotate(is_for_now=is_for_now).order_by("-is_for_now", *_ORDER)


def helps_now(alliance: Alliance, language: str, *, most: int) -> list[Entry]:
    """The first of those made for the phase the alliance is in, and no heavier than its tier; only these are read."""
    shape = (alliance.alliance_type.toolkit, alliance.stage.phase, alliance.tier, most)
    return entries(_HELPS_NOW.objects(*shape), language)


def _helps_now(toolkit: str, phase: str, tier: str, most: int) -> ToolQuerySet:
    return _made_for(toolkit).for_phase(phase).exclude(weight__in=_HEAVIER.get(tier, []))[:most]


_HELPS_NOW = Prepared(_helps_now)
