"""Words that mean the same, and how what was typed is cut into them.

Japanese has no spaces, so a word that means something is looked for inside what was typed: アライアンス憲章 is
アライアンス and 憲章. Both kana are one: ギジロク is found by ぎじろく.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from coe_hub.lib.sql import HIRAGANA, KATAKANA, SIGNS

_SIGN = re.compile(f"[{SIGNS}]")
_HIRAGANA = re.compile("[\u3041-\u309f]+")
_KANA = re.compile("[\u3041-\u309f\u30a1-\u30ff]+")
_TO_HIRAGANA = str.maketrans(KATAKANA, HIRAGANA)
_TO_KATAKANA = str.maketrans(HIRAGANA, KATAKANA)
_SCRIPTS = re.compile("[\u3041-\u309f]+|[\u30a1-\u30ff]+|[^\u3041-\u309f\u30a1-\u30ff\\W]+", re.UNICODE)
_KANJI_LEFT_WHOLE = 3


def in_hiragana(text: str) -> str:
    """The text with its katakana as hiragana."""
    return text.translate(_TO_HIRAGANA)


def kana_forms(word: str) -> tuple[str, ...]:
    """The word and, where it is all kana, the same in the other kana."""
    if not _KANA.fullmatch(word):
        return (word,)
    return tuple(dict.fromkeys([word, in_hiragana(word), word.translate(_TO_KATAKANA)]))


@dataclass(frozen=True)
class Term:
    """One thing that is looked for: as it was typed, and every form that means the same, itself the first."""

    typed: str
    forms: tuple[str, ...]

    @property
    def asked(self) -> str:
        """As `hub_asked` reads it."""
        return "\t".join(self.forms)


@dataclass(frozen=True)
class Meanings:
    """Every form by what it is found by, and the group it stands in."""

    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, groups: Iterable[Sequence[str]]) -> "Meanings":
        """Groups of forms. A form that stands in two groups means all of both."""
        found: dict[str, tuple[str, ...]] = {}
        for group in groups:
            for form in group:
                key = _key(form)
                found[key] = tuple(dict.fromkeys([*found.get(key, ()), *group]))
        return cls(found)

    def terms(self, words: Sequence[str]) -> list[Term]:
        """These words, several that mean something together as one, each with all its forms."""
        found: list[Term] = []
        at = 0
        while at < len(words):
            ends = range(len(words), at, -1)
            end = next((end for end in ends if _key(" ".join(words[at:end])) in self.groups), at + 1)
            found += self._cut(" ".join(words[at:end]))
            at = end
        return found

    def _cut(self, word: str) -> Iterator[Term]:
        """One word as it is where it means something or is no Japanese, else the pieces of it that do and the rest."""
        if _key(word) in self.groups or not _SIGN.search(word):
            yield self._term(word)
            return
        rest, at = 0, 0
        while at < len(word):
            end = next((end for end in range(len(word), at + 1, -1) if self._is_piece(word, at, end)), 0)
            if not end:
                at += 1
                continue
            if rest < at:
                yield self._term(word[rest:at])
            yield self._term(word[at:end])
            rest = at = end
        if rest < len(word):
            yield self._term(word[rest:])

    def _is_piece(self, word: str, start: int, end: int) -> bool:
        return _key(word[start:end]) in self.groups and not (_is_inside(word, start) or _is_inside(word, end))

    def _term(self, word: str) -> Term:
        # What was typed may be meant in the other kana; what means the same stands in texts as the group has it.
        others = [one.lower() for one in self.groups.get(_key(word), ())]
        return Term(word, tuple(dict.fromkeys([*kana_forms(word), *others])))


def pieces(term: Term) -> list[Term]:
    """A Japanese term that means nothing special, where scripts change, and long kanji two by two; others whole."""
    if len(term.forms) > len(kana_forms(term.typed)) or not _SIGN.search(term.typed):
        return [term]
    runs = [piece for run in _SCRIPTS.findall(term.typed) for piece in _two_by_two(run)]
    # Between other words, hiragana is grammar.
    telling = [piece for piece in runs if not _HIRAGANA.fullmatch(piece)] or runs
    return [Term(piece, kana_forms(piece)) for piece in telling] or [term]


def _two_by_two(run: str) -> list[str]:
    if not _SIGN.match(run) or _KANA.match(run) or len(run) <= _KANJI_LEFT_WHOLE:
        return [run]
    return [run[at : at + 2] for at in range(0, len(run), 2)]


def _key(form: str) -> str:
    """What a form is known by: both kana as one, an English plural as its singular."""
    return in_hiragana(form.lower()).removesuffix("s")


def _is_inside(word: str, place: int) -> bool:
    """Whether a cut at `place` would part letters of one word: all but kanji are written in whole rows."""
    if not 0 < place < len(word):
        return False
    return any(row.match(word[place - 1]) and row.match(word[place]) for row in _ROWS)


_ROWS = (re.compile("[\u3041-\u309f]"), re.compile("[\u30a1-\u30ff]"), re.compile(rf"[^\W{SIGNS}]"))
