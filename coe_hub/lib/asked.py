"""What somebody typed as the database reads it: asked once a search, not anew for each kind of things and each row.

A search is one query with a part for each kind. The texts it looks for are its values, so that Django writes it and
Postgres plans it once for each shape: how many terms there are, and what they look like.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import pairwise
from operator import add, and_
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models import FloatField, Func, Q, Value
from django.db.models.expressions import Combinable

from coe_hub.lib.meanings import Term
from coe_hub.lib.search import Words, has_signs, long_enough, rows_of, within_words
from coe_hub.lib.sql import Rank, TsQuery, for_like

# Of a term: whether it is looked for within words; how it may be misspelt: in letters, in signs or not at all; and how
# many queries find it, one by one (`AskedTerm.plain`).
Look = tuple[bool, str, int]
LETTERS, SIGNS, NOT = "letters", "signs", ""
_PIECES = re.compile(r"([()|])")
_MOST_ARMS = 4
_WEIGHTS = re.compile(r"':(\*?)([A-D]+)")


@dataclass(frozen=True)
class AskedTerm(Term):
    """A term with what the rows that have it, and those that have it in their title, are found by; `part` is empty
    where it is not looked for within words.

    `plain` is `query` without weights and so without beginnings of words, which only titles have: an index answers that
    by itself. Its single words are one query and each row of signs is one of its own: in one together, the index would
    go through every text that has any two of those signs.
    """

    query: TsQuery
    plain: tuple[TsQuery, ...]
    title: TsQuery
    part: str


@dataclass(frozen=True)
class Asked:
    """What is looked for: its `shape`, a `Look` for each term, and its `values`, the texts a query is given."""

    shape: tuple[Look, ...]
    values: Mapping[str, str]

    @property
    def of_all(self) -> dict[str, str]:
        """Those values that are of all terms together: any of them, and how a row ranks."""
        return {name: text for name, text in self.values.items() if not name[-1].isdigit()}

    @cached_property
    def terms(self) -> tuple[AskedTerm, ...]:
        """The terms, for the conditions of each kind."""
        got = self.values
        return tuple(
            AskedTerm(
                got[f"typed_{at}"],
                (),
                self._query(f"query_{at}"),
                tuple(self._query(f"plain{arm}_{at}") for arm in range(arms)),
                self._query(f"title_{at}"),
                got[f"part_{at}"] if is_part else "",
            )
            for at, (is_part, _slip, arms) in enumerate(self.shape)
        )

    def any_found(self) -> Q:
        """Rows with `words` in which one of the terms is found, be it as the beginning of a word of a title."""
        return Q(words__matches=self._query("any"))

    def any_in_row(self) -> Q:
        """The same but for beginnings of words, looked for in each of a few rows."""
        return Q(words__has=self._query("any_plain"))

    def in_title(self) -> Q:
        """Rows with `words` whose title has all words as they are written."""
        return Q(words__matches=self._query("in_title"))

    def exactly(self) -> Q:
        """Rows with `words` that have all words as they are written."""
        return Q(words__matches=self._query("anywhere"))

    def rank(self) -> Rank:
        """How good a row with `words` and `folded` is, once it was found."""
        queries = map(self._query, ("in_title", "stem_in_title", "anywhere"))
        return Rank(self.values["phrase"], self.values["within"], *queries)

    def alike(self) -> Q:
        """Rows with `words` and `folded` whose title has each term or one spelt somewhat like it, by an index.

        Asked inside `search.misspelt`.
        """
        return reduce(and_, map(self.alike_to, range(len(self.shape))))

    def alike_to(self, at: int) -> Q:
        """The same of the term in that place alone."""
        whole, (_is_part, slip, _arms) = Q(words__matches=self._query(f"title_{at}")), self.shape[at]
        if slip == LETTERS:
            return whole | Q(folded__resembles=self.values[f"near_{at}"])
        return whole | Q(words__matches=self._query(f"pairs_{at}")) if slip == SIGNS else whole

    def likeness(self) -> Combinable:
        """How like the title of a row found by `alike` is, for ordering."""
        needles = [self.values[f"near_{at}"] for at, (_is_part, slip, _arms) in enumerate(self.shape) if slip]
        parts = [Func(Value(one), "folded", function="word_similarity", output_field=FloatField()) for one in needles]
        return reduce(add, parts)

    def _query(self, name: str) -> TsQuery:
        return TsQuery(self.values[name])


def ask(words: Words, *, ranked_by_any: bool = False) -> Asked:
    """Words as the database reads them; with `ranked_by_any` a row ranks by any of the terms. One query, once for these
    words."""
    known = _asked.setdefault(words, {})
    if ranked_by_any not in known:
        known[ranked_by_any] = _ask(words, ranked_by_any=ranked_by_any)
    return known[ranked_by_any]


# As long as somebody has the words.
_asked: WeakKeyDictionary[Words, dict[bool, Asked]] = WeakKeyDictionary()


def _ask(words: Words, *, ranked_by_any: bool) -> Asked:
    ranked, some = words.asked, "\t".join(words.forms)
    ranked = some if ranked_by_any else ranked
    queries = {
        "any": (some, "AC", "BD"),
        "in_title": (ranked, "A", ""),
        "stem_in_title": (ranked, "A", "B"),
        "anywhere": (ranked, "AC", ""),
    }
    texts = {"phrase": for_like(words.typed)}
    for at, term in enumerate(words.terms):
        queries |= {
            f"query_{at}": (term.asked, "AC", "BD"),
            f"title_{at}": (term.asked, "A", "B"),
            f"pairs_{at}": ("\t".join(_pairs(term.typed)), "A", ""),
        }
        texts |= {f"part_{at}": for_like(term.typed), f"near_{at}": term.typed}
    read = ["coalesce(hub_asked(%s, %s, %s)::text, '')"] * len(queries) + ["hub_fold(%s)"] * len(texts)
    given = [text for asked in queries.values() for text in asked] + list(texts.values())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(read)}", given)
        answer = iter(cursor.fetchone())
    values: dict[str, str] = {name: TsQuery(next(answer)) for name in queries}
    values |= {"any_plain": _plain(values["any"])} | dict(zip(texts, answer, strict=True))
    shape: list[Look] = []
    for at, term in enumerate(words.terms):
        arms = _arms(_plain(values[f"query_{at}"]))
        values |= {f"plain{arm}_{at}": query for arm, query in enumerate(arms)}
        shape.append((within_words(term.typed), _slip(term.typed), len(arms)))
    values |= {name: f"%{text}%" for name, text in values.items() if name.startswith("part_")}
    values |= {f"typed_{at}": term.typed for at, term in enumerate(words.terms)}
    phrase = values["phrase"]
    # As whole words or, in Japanese, which parts no words, anywhere.
    values |= {"phrase": f"% {phrase} %", "within": f"%{phrase}%" if has_signs(phrase) else f"% {phrase} %"}
    return Asked(tuple(shape), values)


def _plain(query: str) -> TsQuery:
    """A tsquery without its weights. A beginning that is asked for in titles alone becomes the whole word."""
    return TsQuery(_WEIGHTS.sub(lambda one: "':*" if one[1] and one[2] != "A" else "'", query))


def _arms(query: str) -> list[TsQuery]:
    """What a plain tsquery asks for one or the other of: all single words together, then the rest each by itself."""
    parts, depth = [""], 0
    for piece in _PIECES.split(query):
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    arms = dict.fromkeys(part.strip() for part in parts)
    single = [one for one in arms if one.count("'") <= 2]
    others = [one for one in arms if one not in single]
    kept, left = others[: _MOST_ARMS - 2], others[_MOST_ARMS - 2 :]
    return [TsQuery(" | ".join(some)) for some in (single, *([one] for one in kept), left) if some] or [TsQuery("")]


def _pairs(typed: str) -> list[str]:
    return ["".join(pair) for row in rows_of(typed) for pair in pairwise(row)] if has_signs(typed) else []


def _slip(typed: str) -> str:
    if not long_enough(typed):
        return NOT
    return SIGNS if has_signs(typed) else LETTERS
