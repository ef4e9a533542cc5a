"""Markdown as our authors may use it: headings, paragraphs, lists, tables, emphasis, links. Never HTML."""

import re

import nh3
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

_READER = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "hr", "br"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href"}, "td": {"data-label"}}
_MEANING = re.compile(r"[\\`*_\[\]<>|&~]")
_AT_THE_START = re.compile(r"^(\d*)([#+\-=.)])")
# More does not fit on a page of A4, nor into somebody's head.
MOST_COLUMNS, MOST_ROWS, DEEPEST = 12, 150, 4


def escape(text: str) -> str:
    """One line of plain text as Markdown that shows it as it is, wherever it is put in."""
    inside = _MEANING.sub(r"\\\g<0>", text)
    return _AT_THE_START.sub(r"\g<1>\\\g<2>", inside)


def to_tokens(text: str) -> list[Token]:
    """The text's tokens, for files."""
    return _READER.parse(text)


def to_html(text: str) -> SafeString:
    """The text for a page: rendered, then cleaned of everything but the tags above.

    Each cell carries the head of its column, so that a row of a table can be read as a card where it is narrow.
    """
    tokens = _READER.parse(text)
    _label_cells(tokens)
    markup = _READER.renderer.render(tokens, _READER.options, {})
    clean = nh3.clean(markup, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"})
    return mark_safe(clean.replace("<table>", '<table class="rows narrow cards">'))  # noqa: S308  cleaned one line above


def _label_cells(tokens: list[Token]) -> None:
    heads: list[str] = []
    place = 0
    for number, token in enumerate(tokens):
        if token.type == "thead_open":
            heads = []
        elif token.type == "tr_open":
            place = 0
        elif token.type == "th_open":
            heads.append("".join(one.content for one in tokens[number + 1].children or []))
        elif token.type == "td_open":
            token.attrSet("data-label", heads[place] if place < len(heads) else "")
            place += 1


def refuse_unwieldy(text: str) -> None:
    """Validator. Raises `ValidationError` for a table too large for a page, and for lists that lie too deep."""
    columns = rows = depth = 0
    for token in to_tokens(text):
        depth += {"bullet_list_open": 1, "ordered_list_open": 1, "blockquote_open": 1}.get(token.type, 0)
        depth -= {"bullet_list_close": 1, "ordered_list_close": 1, "blockquote_close": 1}.get(token.type, 0)
        if token.type == "table_open":
            rows = 0
        elif token.type == "tr_open":
            columns, rows = 0, rows + 1
        elif token.type in {"th_open", "td_open"}:
            columns += 1
        if columns > MOST_COLUMNS or rows > MOST_ROWS:
            raise ValidationError(
                _("A table has at most %(columns)d columns and %(rows)d rows. Split this one, or make it a worksheet."),
                params={"columns": MOST_COLUMNS, "rows": MOST_ROWS},
                code="table_size",
            )
        if depth > DEEPEST:
            raise ValidationError(
                _("Lists and quotations lie in each other at most %(most)d deep. Make this one flatter."),
                params={"most": DEEPEST},
                code="nesting",
            )
