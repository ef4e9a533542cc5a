"""What somebody typed, as conditions on columns made by `sql.found_by` and `sql.folded_words`.

Every word must be found, or one that means the same. English is found by its stem and the beginning of a word in a
title, Japanese by two signs or one, and a title by three letters anywhere in it. Misspelt words are looked for in
titles only, by trigrams and, in Japanese, by two signs. `coe_hub.vocabulary.matching` knows what means the same.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import ne, or_
from typing import Self

from django.db import connection, transaction
from django.db.models import Q

from coe_hub.lib.meanings import Meanings, Term, pieces
from coe_hub.lib.sql import SIGNS

# How good a hit is, best first; as `sql.Rank` says.
PHRASE, EXACT_IN_TITLE, IN_TITLE, EXACT, BY_STEM, MISSPELT = range(6)

_ALIKE_FROM = 0.3
_LONG = 10
_MOST_WORDS = 10
_SHORTEST_PART = 3
_SHORTEST_MISSPELT, _SHORTEST_MISSPELT_SIGNS = 4, 3
_SIGN = re.compile(f"[{SIGNS}]")
_WORD = re.compile(rf"[^\W_{SIGNS}]+|[{SIGNS}]+")
# Words of grammar that the database's English has no stem for; they count only where there are no others.
_GRAMMAR = """
a about after all an and are as at be before by can do does for from has have how if in into is it its my no not of on
or our that the their then there these this to was we what when where which who why will with you your
"""
GRAMMAR = frozenset(_GRAMMAR.split())
NOTHING_SPECIAL = Meanings()


@dataclass(frozen=True)
class Words:
    """What was typed, and the terms of it that are looked for: none where there is no letter and no digit."""

    typed: str
    terms: tuple[Term, ...] = ()

    @classmethod
    def of(cls, text: str, meanings: Meanings = NOTHING_SPECIAL) -> Self:
        """The terms of a text, without words of grammar where others are left; ten at most."""
        typed = " ".join(unicodedata.normalize("NFKC", text).lower().split())
        words = [one for one in typed.split() if any(letter.isalnum() for letter in one)]
        telling = [one for one in words if one not in GRAMMAR]
        terms = dict.fromkeys(meanings.terms((telling or words)[:_MOST_WORDS]))
        return cls(typed, tuple(terms)[:_MOST_WORDS])

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def all(self) -> tuple[str, ...]:
        """The terms as they were typed."""
        return tuple(term.typed for term in self.terms)

    @property
    def forms(self) -> tuple[str, ...]:
        """All that is looked for in place of what was typed, itself included."""
        return tuple(form for term in self.terms for form in term.forms)

    @property
    def asked(self) -> str:
        """As `hub_asked` reads it."""
        return "\n".join(term.asked for term in self.terms)

    def in_pieces(self) -> "Words":
        """The same with Japanese cut into its likely words, for where not all of it is found."""
        return Words(self.typed, tuple(dict.fromkeys(one for term in self.terms for one in pieces(term)))[:_MOST_WORDS])

    @property
    def most(self) -> int:
        """How many of the terms are most of them: one of two, else more than half."""
        return 1 if len(self.terms) < 3 else len(self.terms) // 2 + 1

    @property
    def may_be_misspelt(self) -> bool:
        """Whether there is a term long enough to be told from its like."""
        return any(map(long_enough, self.all))

    def is_misspelling_of(self, title: str) -> bool:
        """Whether each term is in the title or a slip of the keys away from some of its words."""
        parts = [one for word in self.all for one in split_words(word)]
        return all(next(slips_in(one, title), "") for one in parts)


@contextmanager
def misspelt() -> Iterator[None]:
    """Inside, `alike` sees words with three in ten trigrams in common; the database's own measure is stricter."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(_ALIKE_FROM)])
        yield


@contextmanager
def by_index() -> Iterator[None]:
    """Inside, tables are asked through their indexes: where one row is enough, Postgres expects to meet one soon, and
    reads all of a table that has none."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_seqscan', 'off', true)")
        yield


def word_found(term: Term, prefix: str = "") -> Q:
    """Rows with `words` in which a form of this term is found."""
    queries = getattr(term, "plain", ((term.asked, "AC", "BD"),))
    return reduce(or_, (Q((f"{prefix}words__matches", query)) for query in queries))


def anywhere(term: Term, prefix: str = "") -> Q:
    """Rows with `words` and `folded` in which this term is found, as it is or within a word of the title.

    `prefix` leads to them, as in "organisation__".
    """
    if (part := getattr(term, "part", None)) is None:
        whole = word_found(term, prefix)
        return whole | Q((f"{prefix}folded__holds", term.typed)) if within_words(term.typed) else whole
    # Read by the database before: see `asked`. What holds it holds what begins with it; signs have no beginnings.
    if part or has_signs(term.typed):
        return word_found(term, prefix) | (Q((f"{prefix}folded__like", part)) if part else Q())
    return Q((f"{prefix}words__matches", term.query))  # type: ignore[attr-defined]


def within_words(typed: str) -> bool:
    """Whether it is looked for within words: three letters make a trigram, which an index knows. Japanese is found
    without."""
    return len(typed) >= _SHORTEST_PART and not has_signs(typed)


def has_signs(text: str) -> bool:
    """Whether there is Japanese in it."""
    return bool(_SIGN.search(text))


def rows_of(text: str) -> list[str]:
    """Its rows of letters and its rows of signs, as they are."""
    return _WORD.findall(text)


def slips_in(word: str, title: str) -> Iterator[str]:
    """What stands in a title and is this word, or a slip of the keys away from it.

    A blank left out is a slip too and, in Japanese, one sign for another. `word` is one row of letters or of signs.
    """
    title_words = split_words(title)
    if _SIGN.match(word):
        yield from _sign_slips(word, title_words)
        return
    joined = [together for one, other in pairwise(title_words) for together in (one + other, other + one)]
    yield from (other for other in (*title_words, *joined) if _is_slip(word, other))


def split_words(text: str) -> list[str]:
    """Its rows of letters and its rows of signs, folded."""
    return _WORD.findall(fold(text))


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


def long_enough(word: str) -> bool:
    """Whether it can be told from its like, so that it may be misspelt."""
    return len(word) >= (_SHORTEST_MISSPELT_SIGNS if _SIGN.search(word) else _SHORTEST_MISSPELT)


def _sign_slips(word: str, title_words: Sequence[str]) -> Iterator[str]:
    """Where a row of signs stands in a title but for one of its signs, in a row of the same length."""
    for row in (one for one in title_words if _SIGN.match(one)):
        for window in (row[at : at + len(word)] for at in range(len(row) - len(word) + 1)):
            if sum(map(ne, word, window)) <= (1 if len(word) >= _SHORTEST_MISSPELT_SIGNS else 0):
                yield window


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
