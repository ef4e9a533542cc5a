"""Whether the CoE may be told of a search without a result: not where it would tell of something hidden.

Who asks for a restricted alliance finds nothing. Were the text listed for curators, who may not see it either, the
list would name it to them. So a text is not told where one of its words is in something hidden, or is a slip of the
keys away from a word of its name, and that word is in nothing that the reader sees. Nor is an address told.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Value

from coe_hub.lib.asked import ask
from coe_hub.lib.findable import Findable, Rows, findables
from coe_hub.lib.meanings import Term
from coe_hub.lib.search import Words, by_index, long_enough, misspelt, slips_in, split_words

if TYPE_CHECKING:
    from coe_hub.people.models import User

_LOOKED_AT = 20


def may_be_told(*, user: "User", words: Words) -> bool:
    """Whether a text by which `user` found nothing says nothing of what is hidden from them. A few queries."""
    kept = [one for one in findables() if not one.is_public]
    if "@" in words.typed or _is_found_by_anybody(words, kept):
        return False
    terms = words.in_pieces().terms
    names = _met(None, terms, kept) | _meant(terms, kept)
    return not names or names <= _met(user, names, findables())


def _is_found_by_anybody(words: Words, kinds: Iterable[Findable]) -> bool:
    """Whether something holds every word, whoever may see it."""
    return bool(_all(kind.having(kind.rows(None), words).values_list(Value(1))[:1] for kind in kinds))


def _met(user: "User | None", terms: Iterable[Term], kinds: Iterable[Findable]) -> set[Term]:
    """Those of the terms that are found in these kinds, as `user` sees them or as they are."""
    known = {term.typed: term for term in terms}
    found = _all(
        kind.rows(user).filter(kind.found(term)).values_list(Value(term.typed))[:1]
        for kind in kinds
        for term in known.values()
    )
    return {known[typed] for (typed,) in found}


def _meant(terms: Iterable[Term], kinds: Iterable[Findable]) -> set[Term]:
    """The words of names, whoever may see them, that these are slips of the keys away from."""
    typed = [one for term in terms for one in split_words(term.typed)]
    asked = ask(Words(" ".join(typed), tuple(Term(one, (one,)) for one in typed)))
    with misspelt():
        near = _all(
            kind.rows(None).filter(asked.alike_to(at)).values_list(Value(one), "folded")[:_LOOKED_AT]
            for kind in kinds
            for at, one in enumerate(typed)
            if kind.has_title and long_enough(one)
        )
    return {Term(slip, (slip,)) for one, title in near for slip in slips_in(one, title) if slip != one}


def _all(parts: Iterable[Rows]) -> list[tuple[Any, ...]]:
    """The rows of these parts, one after the other. Two queries."""
    asked = list(parts)
    if not asked:
        return []
    with by_index():
        return list(asked[0].union(*asked[1:], all=True))
