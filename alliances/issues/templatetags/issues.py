"""How issues are shown: what is left of a clock, and the ladder."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliances.issues.clock import Rest
from alliances.issues.ladder import LadderRung
from alliances.issues.models import IssueStep
from alliances.issues.wording import days_text
from coe_hub.lib.dates import date_text
from coe_hub.lib.places import country_name
from coe_hub.lib.templatetags.hub import pill
from coe_hub.lib.text import join_words

register = template.Library()
_SOON = 3


@register.filter
def clock_days(row: LadderRung | IssueStep) -> str:
    """How long a level has, "" where it has no clock."""
    return days_text(row.days, is_calendar=row.is_calendar) if row.days else ""


@register.simple_tag
def clock_left(*, left: int | None) -> SafeString:
    """What is left of a level's clock, as a pill; `left` is None where none runs."""
    if left is None:
        return pill(text=_("No clock"))
    if left < 0:
        days = ngettext("Ran out %(count)d working day ago", "Ran out %(count)d working days ago", -left)
        return pill(text=days % {"count": -left}, tone="late", icon="hourglass-bottom")
    if left == 0:
        return pill(text=_("Its last day"), tone="soon", icon="hourglass-split")
    days = ngettext("%(count)d working day left", "%(count)d working days left", left) % {"count": left}
    return pill(text=days, tone="soon" if left <= _SOON else "neutral", icon="hourglass-split")


@register.filter
def rest_days(rests: Sequence[Rest]) -> str:
    """The days that did not count, each with where people rest."""
    return join_words(
        _("%(day)s (%(places)s)") % {"day": date_text(one.day), "places": join_words(map(country_name, one.countries))}
        for one in rests
    )


@register.inclusion_tag("alliances/_ladder.html")
def ladder(*, rungs: Sequence[LadderRung], level: int = 0, is_open: bool = True) -> dict[str, Any]:
    """The levels that the alliance has; those below `level` are passed, and it stands on that one while it is open."""
    return {"rungs": [one for one in rungs if one.is_used], "level": level, "is_open": is_open}
