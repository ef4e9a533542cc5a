"""Words that were looked for, marked where they stand in a text, and the passage around them.

Texts are compared letter by letter as the database folds them, so "angstrom" is marked in "Ångström" and 中村愛子 in
中村 愛子. Which words share a stem with those typed, the database says (`stem_mates`).
"""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from coe_hub.lib.search import Words, fold
from coe_hub.lib.sql import SIGNS

_LETTER = rf"[^\W_{SIGNS}]"
_SIGN = re.compile(f"[{SIGNS}]")
_TOKEN = re.compile(rf"{_LETTER}+|[{SIGNS}]+")
_LETTERS = re.compile(rf"{_LETTER}+")
# Of a passage, in characters; a Japanese sign says about as much as two and a half letters.
_BEFORE, _LENGTH = 60, 220
_SIGNS_SHARE = 0.45
_SAME_BEGINNING = 2
# What Markdown, tables and blanks to fill in add to words.
# A run of blanks is looked at once, from its beginning.
_CELLS = re.compile(r"(?<!\s)\s*\|[\s|:-]*")
_GAPS = re.compile(r"\{[a-z_]+\}|_{2,}|^[^\S\n]*(?:#+|>|[-*]|\d+\.)\s", re.MULTILINE)
_SIGNS_OF_STYLE = re.compile(r"[*`]+|\[(?=[^\]]*\]\()|\]\([^)]*\)")


def stem_mates(words: Words, texts: Iterable[str]) -> set[str]:
    """Of the words in these texts, folded, those that the database finds by what was typed. One query."""
    typed = {one for word in words.forms for one in _LETTERS.findall(fold(word))}
    if not typed:
        return set()
    beginnings = tuple({one[:_SAME_BEGINNING] for one in typed})
    met = {one for text in texts for one in _LETTERS.findall(fold(text)) if one.startswith(beginnings)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT met.word FROM unnest(%s::text[]) AS met(word) WHERE EXISTS (SELECT FROM unnest(%s::text[])"
            " AS typed(word) WHERE hub_words('', met.word) @@ hub_query(typed.word, 'AC', 'BD'))",
            [sorted(met), sorted(typed)],
        )
        return {word for (word,) in cursor.fetchall()}


class Marker:
    """Marks the words that were typed, those in `mates`, and in titles words that begin with or hold one."""

    def __init__(self, words: Words, mates: Collection[str] = ()) -> None:
        tokens = [token for word in words.forms for token in _TOKEN.findall(fold(word))]
        self._typed = tuple(sorted({one for one in tokens if _LETTERS.match(one)}, key=len, reverse=True))
        self._whole = {*self._typed, *mates}
        signs = [r"\s?".join(map(re.escape, token)) for token in tokens if not _LETTERS.match(token)]
        self._signs = re.compile("|".join(signs) or r"(?!)")

    def title(self, text: str) -> SafeString:
        """The whole text, escaped and marked; inside its words where no word begins so."""
        folded = fold(text)
        words = [(one.start(), one.group()) for one in _LETTERS.finditer(folded)]
        spans = [(start, start + length) for start, word in words if (length := self._marked_length(word))]
        spans += [one.span() for one in self._signs.finditer(folded)]
        return _marked(text, sorted(spans) or self._inside(folded))

    def is_in(self, text: str) -> bool:
        """Whether one of the words stands in a text."""
        return next(self._spans(fold(text)), None) is not None

    def passage(self, text: str) -> SafeString:
        """A few words around the first of those typed, escaped and marked; the beginning where there is none."""
        plain = _plain(text)
        spans = sorted(self._spans(fold(plain)))
        start, end = _window(plain, spans[0][0] if spans else 0)
        shown = [(left - start, right - start) for left, right in spans if start <= left and right <= end]
        before, after = "… " if start else "", " …" if end < len(plain) else ""
        return mark_safe(f"{before}{_marked(plain[start:end], shown)}{after}")  # noqa: S308  escaped in `_marked`

    def _spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """Where whole words and rows of signs stand. One compiled pattern for all searches: its sets of letters are
        large, and to compile them anew for each would cost more than all else a search does."""
        yield from (one.span() for one in _LETTERS.finditer(folded) if one.group() in self._whole)
        yield from (one.span() for one in self._signs.finditer(folded))

    def _marked_length(self, word: str) -> int:
        """How much of a title's word is marked, from its beginning."""
        if word in self._whole:
            return len(word)
        return next((len(one) for one in self._typed if word.startswith(one)), 0)

    def _inside(self, folded: str) -> list[tuple[int, int]]:
        """Where what was typed stands within words, the first place of each."""
        places = [(folded.find(one), len(one)) for one in self._typed if len(one) > _SAME_BEGINNING]
        kept: list[tuple[int, int]] = []
        for start, end in sorted((start, start + length) for start, length in places if start >= 0):
            if not kept or start >= kept[-1][1]:
                kept.append((start, end))
        return kept


def _plain(text: str) -> str:
    """The words of a Markdown text in one line, cells of tables with a point between them."""
    cells = _CELLS.sub(" · ", _SIGNS_OF_STYLE.sub("", _GAPS.sub(" ", text)))
    return " ".join(cells.split()).strip(" ·")


def _window(text: str, place: int) -> tuple[int, int]:
    """Where the passage around `place` begins and ends: between words, where there are any."""
    share = _SIGNS_SHARE if _SIGN.match(text, place) else 1
    start = max(0, place - int(_BEFORE * share))
    if start and (space := text.find(" ", start, place)) >= 0:
        start = space + 1
    end = start + int(_LENGTH * share)
    if end < len(text) and (space := text.rfind(" ", place + 1, end)) > end - _BEFORE * share:
        end = space
    return start, min(end, len(text))


def _marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    cuts = [0, *[place for span in spans for place in span], len(text)]
    parts: list[str] = [escape(text[left:right]) for left, right in pairwise(cuts)]
    parts[1::2] = [f"<mark>{part}</mark>" for part in parts[1::2]]
    return mark_safe("".join(parts))  # noqa: S308  escaped two lines above
