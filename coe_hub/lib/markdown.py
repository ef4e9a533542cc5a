"""Markdown as our authors may use it: headings, paragraphs, lists, tables, emphasis, links. Never HTML."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_READER = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "hr", "br"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


def to_tokens(text: str) -> list[Token]:
    """The text's tokens, for files."""
    return _READER.parse(text)


def to_html(text: str) -> SafeString:
    """The text for a page: rendered, then cleaned of everything but the tags above."""
    clean = nh3.clean(
        _READER.render(text), tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}
    )
    return mark_safe(clean.replace("<table>", '<table class="rows narrow">'))  # noqa: S308  cleaned one line above
