"""What changed from one edition to the next, part by part, as words that went and words that came."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coe_hub.lib.text import join_words
from coe_hub.publishing.models import Block, BlockKind, Edition
from coe_hub.publishing.naming import part_name

# Words, the blanks between them, and single signs of scripts that have no blanks.
_PIECES = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\s\u3040-\u30ff\u4e00-\u9fff]+|\s+")
Readable = Mapping[str, Callable[[str], str]]


class Change(models.TextChoices):
    """What happened to a part."""

    ADDED = "added", gettext_lazy("New")
    CHANGED = "changed", gettext_lazy("Changed")
    MOVED = "moved", gettext_lazy("Moved")
    REMOVED = "removed", gettext_lazy("Taken out")


@dataclass(frozen=True)
class Piece:
    """Some words: `same` in both editions, `gone` from the former, `new` in the later."""

    state: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One part that is not as it was."""

    name: str
    change: Change
    pieces: Sequence[Piece]
    is_wording_only: bool = False


def differences(
    before: Edition, after: Edition, *, names: Mapping[str, Any], readable: Readable | None = None
) -> list[Difference]:
    """What `after` has other than `before`, in the order of `after`, then what was taken out. Two queries.

    `names` are those of the one-line parts by key; `readable` turns descriptions of some kind into words.
    """
    old = {block.key: block for block in before.blocks.in_order()}
    new = {block.key: block for block in after.blocks.in_order()}
    words = {BlockKind.SHEET.value: sheet_words, **(readable or {})}
    moved = _moved(_placed(old), _placed(new))
    found = [
        _difference(old.get(key), block, names, words, is_moved=key in moved)
        for key, block in new.items()
        if key not in old or key in moved or not _same(old[key], block)
    ]
    return found + [_difference(block, None, names, words) for key, block in old.items() if key not in new]


def _difference(
    old: Block | None, new: Block | None, names: Mapping[str, Any], words: Readable, *, is_moved: bool = False
) -> Difference:
    block = new or old
    assert block is not None  # noqa: S101  callers give one of them
    say = words.get(block.kind, str)
    pieces = compare(say(old.text) if old else "", say(new.text) if new else "")
    change = Change.ADDED if old is None else Change.REMOVED if new is None else Change.CHANGED
    if old is not None and new is not None and is_moved and _same(old, new):
        change = Change.MOVED
    return Difference(
        name=str(names.get(block.key) or part_name(block.kind, block.text)),
        change=change,
        pieces=pieces,
        is_wording_only=change == Change.CHANGED and block.is_wording_only,
    )


def _same(old: Block, new: Block) -> bool:
    """Whether nothing was changed but how a description is laid out."""
    if old.kind == new.kind == BlockKind.SHEET:
        return json.loads(old.text) == json.loads(new.text)
    return old.text == new.text


def _placed(blocks: Mapping[str, Block]) -> list[str]:
    """Those whose place anybody sees."""
    return [key for key, block in blocks.items() if block.kind not in {BlockKind.LINE, BlockKind.PLAN}]


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Those of both that do not stand in one order: as few as explain it."""
    old = [key for key in before if key in after]
    new = [key for key in after if key in before]
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    kept = {old[place] for match in matcher.get_matching_blocks() for place in range(match.a, match.a + match.size)}
    return set(new) - kept


def compare(before: str, after: str) -> list[Piece]:
    """The two texts as one, word by word."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    found: list[Piece] = []
    for state, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if state == "equal":
            found.append(Piece("same", "".join(old[a:b])))
            continue
        found += [Piece("gone", "".join(old[a:b]))] if b > a else []
        found += [Piece("new", "".join(new[c:d]))] if d > c else []
    return found


def sheet_words(text: str) -> str:
    """A worksheet's description as lines: its name and rows, then a line a column."""
    sheet = json.loads(text)
    head = _("%(name)s, %(rows)d rows") % {"name": _in_words(sheet.get("name")), "rows": sheet.get("rows", 0)}
    return "\n".join([head, *(_column_words(column) for column in sheet.get("columns", []))])


def _column_words(column: Mapping[str, Any]) -> str:
    parts = [_in_words(column.get("label")), str(column.get("kind", ""))]
    if choices := column.get("choices"):
        lists = choices.values() if isinstance(choices, dict) else [choices]
        parts += [join_words(one) for one in lists]
    if formula := column.get("formula"):
        parts.append(f"= {_in_words(formula)}")
    return " · ".join(parts)


def _in_words(value: Any) -> str:
    return " / ".join(str(one) for one in value.values()) if isinstance(value, dict) else str(value or "")
