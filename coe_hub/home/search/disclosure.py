"""Whether the CoE may be told of a search without a result: not where it would tell of something hidden.

Who asks for a restricted alliance finds nothing. Were the text listed for curators, who may not see it either, the
list would name it to them. So a text is not told where one of its words is in something hidden, or is a slip of the
keys away from a word of its name, and that word is in nothing that the reader sees. Nor is an address told.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Value

from coe_hub.home.search.matches import MOST_TERMS, all_of
from coe_hub.lib.asked import Asked, Look, ask
from coe_hub.lib.findable import Findable, Rows, findables
from coe_hub.lib.meanings import Term
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.search import Words, by_index, long_enough, misspelt, slips_in, split_words
from coe_hub.people.accounts.readers import ForReader

if TYPE_CHECKING:
    from coe_hub.people.models import User

_LOOKED_AT = 20
_Looks = tuple[Look, ...]


def may_be_told(*, user: "User", words: Words) -> bool:
    """Whether a text by which `user` found nothing says nothing of what is hidden from them. A few queries."""
    if "@" in words.typed:
        return False
    with by_index():
        if _rows(_ALL_IN_SOMETHING, words):
            return False
        pieces = words.in_pieces()
        names = _met(_IN_SOMETHING, pieces.terms) | _meant(pieces.terms)
        return not names or names <= _met(_IN_WHAT_IS_SEEN, names, user)


def _met(prepared: Prepared, terms: Iterable[Term], *reader: "User") -> set[Term]:
    """Those of the terms that are found, each by itself."""
    known = {term.typed: term for term in sorted(terms, key=lambda one: one.typed)}
    found = _rows(prepared, Words(" ".join(known), tuple(known.values())), *reader)
    return {known[typed] for (typed,) in found}


def _meant(terms: Iterable[Term]) -> set[Term]:
    """The words of names, whoever may see them, that these are slips of the keys away from."""
    typed = tuple(one for term in terms for one in split_words(term.typed) if long_enough(one))
    with misspelt():
        near = _rows(_NAMES_NEAR, Words(" ".join(typed), tuple(Term(one, (one,)) for one in typed)))
    return {Term(slip, (slip,)) for one, title in near for slip in slips_in(one, title) if slip != one}


def _rows(prepared: Prepared, words: Words, *reader: "User") -> list[tuple[Any, ...]]:
    if not words:
        return []
    asked = ask(words)
    ask_for = prepared.rows if len(asked.shape) <= MOST_TERMS else prepared.anew
    return ask_for(*reader, asked.shape, **asked.values)


def _kept() -> list[Findable]:
    """The kinds that may tell of something hidden."""
    return [one for one in findables() if not one.is_public]


def _all_in_something(looks: _Looks, **values: Any) -> Rows:
    """A row where something holds every word, whoever may see it."""
    asked = Asked(looks, values)
    return all_of(kind.having(kind.rows(None), asked).values_list(Value(1))[:1] for kind in _kept())


def _in_something(looks: _Looks, **values: Any) -> Rows:
    """Those of the words that something holds, whoever may see it."""
    return _each(None, _kept(), Asked(looks, values))


def _in_what_is_seen(user: "User", looks: _Looks, **values: Any) -> Rows:
    return _each(user, findables(), Asked(looks, values))


def _each(user: "User | None", kinds: Iterable[Findable], asked: Asked) -> Rows:
    return all_of(
        kind.rows(user).filter(kind.found(term)).values_list(Value(term.typed))[:1]
        for kind in kinds
        for term in asked.terms
    )


def _names_near(looks: _Looks, **values: Any) -> Rows:
    """Each word and titles that look somewhat like it; the words are long enough to be misspelt."""
    asked = Asked(looks, values)
    return all_of(
        kind.rows(None).filter(asked.alike_to(at)).values_list(Value(asked.terms[at].typed), "folded")[:_LOOKED_AT]
        for kind in _kept()
        if kind.has_title
        for at in range(len(looks))
    )


_ALL_IN_SOMETHING, _IN_SOMETHING = Prepared(_all_in_something), Prepared(_in_something)
_IN_WHAT_IS_SEEN, _NAMES_NEAR = ForReader(_in_what_is_seen), Prepared(_names_near)
