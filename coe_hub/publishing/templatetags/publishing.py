"""How passages are shown on pages."""

from django import template
from django.utils.safestring import SafeString

from coe_hub.lib.markdown import to_html

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown as clean HTML."""
    return to_html(text)


@register.filter
def field_lines(text: str) -> list[tuple[str, str]]:
    """`Label: value` lines as pairs; both the ASCII and the full-width colon part them."""
    pairs = []
    for row in text.replace("：", ":").splitlines():
        label, _colon, value = row.partition(":")
        if label.strip():
            pairs.append((label.strip(), value.strip()))
    return pairs
