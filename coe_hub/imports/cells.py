"""A cell's text as it was meant: without what spreadsheets, web pages and our own export put around it."""

import html
import re

from django.utils.translation import gettext as _

from coe_hub.lib.tables import without_escape
from coe_hub.lib.text import as_seen

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_FAILED = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"}
UNCOMPUTED = "=\ufffe"
"""What stands for a formula without a value; no cell of people's says this."""
# What people write where there is nothing to say. Never taken for empty unasked.
_EMPTY = {
    *("-", "--", "–", "—", "?", "??", "x", ".", "tbd", "t.b.d.", "tba", "tbc", "n/a", "na", "n.a.", "n.a", "none"),
    *("nil", "null", "not applicable", "not available", "unknown", "pending", "open", "open ended", "open-ended"),
    *("no end", "no end date", "indefinite", "perpetual", "ongoing", "to be determined", "to be defined"),
    *("to be decided", "to be confirmed", "not yet", "blank", "empty", "未定", "なし", "無し", "該当なし", "無期限"),
    *("不明", "未確認", "未設定", "なし。", "ー", "k.a.", "offen", "unbekannt"),
}


def clean_cell(text: str) -> str:
    """Trimmed, with HTML entities and line ends resolved, without the apostrophe that kept a formula from running."""
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    return without_escape(text).replace("\r\n", "\n").strip()


def is_failed_formula(text: str) -> bool:
    """Whether a spreadsheet could not compute the cell, or saved it without its value."""
    return text in _FAILED or text == UNCOMPUTED


def said_by(text: str) -> str:
    """What stands in such a cell, as people read it."""
    return _("a formula") if text == UNCOMPUTED else text


def failed_in_words(text: str) -> str:
    """What is said of such a cell."""
    if text == UNCOMPUTED:
        return _("A formula without a value. Open the file in a spreadsheet and save it; the cell was left alone.")
    return _("The cell holds the spreadsheet error %(text)s, and was left alone.") % {"text": text}


def may_mean_nothing(text: str) -> bool:
    """Whether people often write this where there is nothing to say, such as “tbd” for a day."""
    return as_seen(text) in _EMPTY
