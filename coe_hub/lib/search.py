"""What somebody typed, as conditions on columns made by `sql.found_by` and `sql.folded_words`.

Every word must be found. English is found by its stem and the beginning of a word in a title, Japanese by two signs or
one, and a title by three letters anywhere in it. Misspelt words are looked for in titles only, by trigrams.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from operator import add, and_, or_
from typing import Any, Self

from django.db import connection, transaction
from django.db.models import FloatField, Func, Q, Value
from django.db.models.expressions import Combinable

from coe_hub.lib.sql import SIGNS, Fold, Rank

# How good a hit is, best first; as `hub_rank` says.
PHRASE, EXACT_IN_TITLE, IN_TITLE, EXACT, BY_STEM, MISSPELT = range(6)

_ALIKE_FROM = 0.3
_LONG = 10
_MOST_WORDS = 10
_SHORTEST_PART = 3
_SHORTEST_MISSPELT = 4
_SIGN = re.compile(f"[{SIGNS}]")
_WORD = re.compile(rf"[^\W_{SIGNS}]+|[{SIGNS}]+")
# Words of grammar that the database's English has no stem for; they count only where there are no others.
_GRAMMAR = """
a about after all an and are as at be before by can do does for from has have how if in into is it its my no not of on
or our that the their then there these this to was we what when where which who why will with you your
"""
GRAMMAR = frozenset(_GRAMMAR.split())


@dataclass(frozen=True)
class Words:
    """What was typed, and the words of it that are looked for: none where there is no letter and no digit."""

    typed: str
    all: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Self:
        """The words of a text, without words of grammar where others are left; ten at most."""
        typed = " ".join(unicodedata.normalize("NFKC", text).lower().split())
        words = list(dict.fromkeys(one for one in typed.split() if any(letter.isalnum() for letter in one)))
        telling = [one for one in words if one not in GRAMMAR]
        return cls(typed, tuple((telling or words)[:_MOST_WORDS]))

    def __bool__(self) -> bool:
        return bool(self.all)

    def found(self) -> Q:
        """Rows with `words` and `folded` in which each word is found."""
        return reduce(and_, map(anywhere, self.all))

    def any_found(self) -> Q:
        """Rows with `words` in which one of the words is found."""
        return reduce(or_, map(word_found, self.all))

    def rank(self) -> Rank:
        """How good a row with `words` and `folded` is, once it was found."""
        return Rank(self.typed, " ".join(self.all))

    @property
    def may_be_misspelt(self) -> bool:
        """Whether there is a word long enough to be told from its like."""
        return any(map(_may_be_misspelt, self.all))

    def alike(self) -> Q:
        """Rows with `words` and `folded` whose title has each word or one spelt somewhat like it, by a trigram index.

        Asked inside `misspelt`.
        """
        return reduce(and_, map(_alike, self.all))

    def likeness(self) -> Combinable:
        """How like the title of a row found by `alike` is, for ordering."""
        needles = [Fold(Value(one)) for one in self.all if _may_be_misspelt(one)]
        likeness = [Func(one, "folded", function="word_similarity", output_field=FloatField()) for one in needles]
        return reduce(add, likeness)

    def is_misspelling_of(self, title: str) -> bool:
        """Whether each word is in the title or a slip of the keys away from one of its words."""
        others = _WORD.findall(fold(title))
        return all(
            any(_is_slip(one, other) for other in others) for word in self.all for one in _WORD.findall(fold(word))
        )


@contextmanager
def misspelt() -> Iterator[None]:
    """Inside, `alike` sees words with three in ten trigrams in common; the database's own measure is stricter."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(_ALIKE_FROM)])
        yield


def word_found(word: str, prefix: str = "") -> Q:
    """Rows with `words` in which this word is found."""
    return Q((f"{prefix}words__matches", (word, "AC", "BD")))


def anywhere(word: str, prefix: str = "") -> Q:
    """Rows with `words` and `folded` in which this word is found, as it is or within a word of the title.

    `prefix` leads to them, as in "organisation__".
    """
    # Three letters make a trigram, which an index knows. Japanese is found without.
    is_part = len(word) >= _SHORTEST_PART and not _SIGN.search(word)
    whole = word_found(word, prefix)
    return whole | Q((f"{prefix}folded__holds", word)) if is_part else whole


def find_words(rows: Any, text: str) -> Any:
    """The rows of a queryset whose `words` and `folded` have every word of `text`; none where it has no word."""
    words = Words.of(text)
    return rows.filter(words.found()) if words else rows.none()


def fold(text: str) -> str:
    """Text as the database folds it, as far as that leaves each letter in its place."""
    return text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """What each letter is folded to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        plain = unicodedata.normalize("NFKC", letter).lower()
        if not _SIGN.match(plain):
            plain = "".join(one for one in unicodedata.normalize("NFD", plain) if not unicodedata.combining(one))
        self[code] = plain if len(plain) == 1 else letter
        return self[code]


_FOLDED = _Folded()


def _may_be_misspelt(word: str) -> bool:
    return len(word) >= _SHORTEST_MISSPELT and not _SIGN.search(word)


def _alike(word: str) -> Q:
    whole = Q(words__matches=(word, "A", "B"))
    return whole | Q(folded__resembles=word) if _may_be_misspelt(word) else whole


def _is_slip(word: str, other: str) -> bool:
    """Whether one slip, two in a long word, makes one of the other: a letter more, less, wrong, or swapped."""
    allowed = 1 + len(word) // _LONG if len(word) >= _SHORTEST_MISSPELT else 0
    if abs(len(word) - len(other)) > allowed:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, start=1):
        last, before, row = before, row, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == against:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1] <= allowed
