"""What a part of a content is called by people: its kind and how it begins, never its id."""

import json
import re
from typing import Any

from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _

from coe_hub.lib.text import join_words, label_lines
from coe_hub.publishing.models import BlockKind

_MARKS = re.compile(r"[*_`#>|]+|^\s*[-+]\s|^\s*\d+\.\s")
_RULE = re.compile(r"^[\s|:\-]*$")
_LONGEST = 60


def part_name(kind: str, text: str) -> str:
    """Kind and first words, such as “Text: Write the decision first”."""
    label = BlockKind(kind).label
    begins = Truncator(beginning(kind, text)).chars(_LONGEST)
    return _("%(kind)s: %(begins)s") % {"kind": label, "begins": begins} if begins else str(label)


def beginning(kind: str, text: str) -> str:
    """The first words of a part, without marks."""
    if kind == BlockKind.PLAN:
        return ""
    if kind == BlockKind.SHEET:
        return _sheet_name(text)
    if kind == BlockKind.FIELDS:
        return join_words(label for label, _value in label_lines(text))
    lines = (_MARKS.sub(" ", line).strip() for line in text.splitlines() if not _RULE.match(line))
    return " ".join(next((line for line in lines if line), "").split())


def new_key(kind: str, text: str, taken: set[str]) -> str:
    """An id that no block of the content has: it stays when the words change, and nobody has to think of it."""
    stem = slugify(beginning(kind, text))[:40].strip("-") or kind
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(one for one in numbered if one not in taken)


def _sheet_name(text: str) -> str:
    try:
        name: Any = json.loads(text).get("name", "")
    except (ValueError, AttributeError, RecursionError):
        return ""
    return str(name.get("en", "")) if isinstance(name, dict) else str(name)
