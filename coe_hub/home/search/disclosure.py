"""Whether the CoE may be told of a search without a result: not where it would tell of something hidden.

Who asks for a restricted alliance finds nothing. Were the text listed for curators, who may not see it either, the
list would name it to them. So a text is not told where all of it matches something hidden, or one of its words is in
the name of something hidden and in nothing that the reader sees.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q, Value

from coe_hub.home.search.kinds import CONTENTS, RECORDS, Source
from coe_hub.home.search.matching import is_found_by_anybody
from coe_hub.lib.search import Words, word_found

if TYPE_CHECKING:
    from coe_hub.people.models import User


def may_be_told(*, user: "User", words: Words) -> bool:
    """Whether a text by which `user` found nothing says nothing of what is hidden from them. Two queries, mostly."""
    if is_found_by_anybody(words):
        return False
    names = _met(None, words.all, RECORDS)
    return not names or names <= _met(user, names, (*RECORDS, *CONTENTS))


def _met(user: "User | None", words: Iterable[str], sources: Iterable[Source]) -> set[str]:
    """Those of the words that are in a title of these sources, as `user` sees them or as they are."""
    first, *others = [
        source.rows(user).filter(_in_name(word, source)).order_by().values_list(Value(word))[:1]
        for source in sources
        for word in words
    ]
    return {word for (word,) in first.union(*others, all=True)}


def _in_name(word: str, source: Source) -> Q:
    return word_found(word) if source.is_texts else Q(words__matches=(word, "A", "B"))
