"""The life cycle, drawn."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coe_hub.vocabulary.models import Phase

register = template.Library()

_PHASES = Phase.values
_BAR_PITCH = 12
_BAR_WIDTH = 10


@register.simple_tag
def stage_bar(*, phase: str, label: Any) -> SafeString:
    """Five small bars up to the phase, and the stage's word. Raises `TemplateSyntaxError` for an unknown phase."""
    if phase not in _PHASES:
        raise template.TemplateSyntaxError(f"There is no phase {phase!r}.")
    end = _BAR_PITCH * _PHASES.index(phase) + _BAR_WIDTH
    return format_html(
        '<span class="stage"><svg class="stage-bars" width="58" height="4" viewBox="0 0 58 4" aria-hidden="true">'
        '<path d="M0 2h58"/><path class="on" d="M0 2h{}"/></svg><span>{}</span></span>',
        end,
        label,
    )
