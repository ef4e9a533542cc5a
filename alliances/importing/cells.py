"""A cell's text as it was meant: without what spreadsheets, web pages and our own export put around it."""

import html
import re

from coe_hub.lib.tables import without_escape

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_FAILED = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"}


def clean_cell(text: str) -> str:
    """Trimmed, with HTML entities and line ends resolved, without the apostrophe that kept a formula from running."""
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    return without_escape(text).replace("\r\n", "\n").strip()


def is_failed_formula(text: str) -> bool:
    """Whether a spreadsheet could not compute the cell."""
    return text in _FAILED
