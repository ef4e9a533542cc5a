"""How passages are shown on pages."""

from django import template
from django.utils.safestring import SafeString

from coe_hub.documents.layout import is_to_write
from coe_hub.lib.markdown import to_html
from coe_hub.lib.text import label_lines

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown as clean HTML."""
    return to_html(text)


@register.filter
def field_lines(text: str) -> list[tuple[str, str]]:
    """`Label: value` lines as pairs; a value that is only room to write is empty, since its row has a rule already."""
    return [(label, "" if is_to_write(value) else value) for label, value in label_lines(text)]
